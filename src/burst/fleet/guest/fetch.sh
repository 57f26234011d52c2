packed=$dir/program.tar.gz
fetch() {
    if command -v curl >/dev/null; then
        curl --globoff --fail --silent --show-error --connect-timeout 10 --max-time 600 --output "$packed" "$url"
    elif command -v wget >/dev/null; then
        wget --no-verbose --tries=1 --timeout=60 --output-document="$packed" "$url" 2>&1 | sed 's/?[^ ]*//g'
    else
        python3 -c 'import shutil, sys, urllib.request as r
shutil.copyfileobj(r.urlopen(sys.argv[1], timeout=60), open(sys.argv[2], "wb"))' "$url" "$packed"
    fi
}
has_sum() {
    echo "$sha256  $packed" | sha256sum --check --status
}
tries=1
altered=0
until fetch && [ -s "$packed" ] && has_sum; do
    if [ -s "$packed" ] && ! has_sum; then
        altered=$((altered + 1))
        echo "dizzy: the program's checksum does not fit"
    fi
    if [ "$altered" -ge 2 ] || [ "$tries" -ge 8 ]; then
        echo "dizzy: the program cannot be fetched, so nothing runs"
        exit 1
    fi
    rm -f "$packed"
    sleep "$tries"
    tries=$((tries + 1))
done
tar -xzf "$packed" -C "$dir/program" --no-same-owner || exit 1
rm -f "$packed"
program=$dir/program/dizzy
