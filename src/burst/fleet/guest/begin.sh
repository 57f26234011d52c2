set -u
umask 022
end() {
    echo "dizzy: the worker ended with code $?; power off"
    shutdown -P now || systemctl poweroff --force || poweroff -f
}
trap end EXIT
trap 'exit 143' HUP INT TERM
dir=$(mktemp -d "${TMPDIR:-/var/lib}/dizzy-XXXXXX") || exit 1
mkdir "$dir/program" "$dir/work" && chmod 755 "$dir" || exit 1
