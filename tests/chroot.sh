#!/usr/bin/env bash
# Proves that the packed program runs where nothing of it is installed: in a bare Debian that has no Tesseract, no
# certificates and another libc, it reads the scans of the fixtures, confined, as it does here, byte for byte.
# Needs root (or sudo), debootstrap, and the Debian archive. Usage: [DIZZY=BINARY] tests/chroot.sh [SUITE…]
set -euo pipefail
cd "$(dirname "$0")/.."
suites=("$@")
[ $# -gt 0 ] || suites=(bookworm trixie)
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

cannot() {
    echo "tests/chroot.sh cannot run: $1" >&2
    exit 1
}
[ "$(uname -s)" = Linux ] || cannot "it needs Linux"
PATH=$PATH:/usr/sbin:/sbin
root=()
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || cannot "chroot needs root, and sudo wants a password"
    root=(sudo -n)
fi
command -v debootstrap >/dev/null || cannot "debootstrap is missing: apt-get install debootstrap debian-archive-keyring"

cargo build --locked --release --bin dizzy --example pack
binary=$(realpath "${DIZZY:-target/release/dizzy}")
[ -x "$binary" ] || cannot "$binary is not there"

scratch=$(mktemp -d)
trap '"${root[@]}" rm -rf --one-file-system "$scratch"' EXIT
ms() { echo $(($(date +%s%N) / 1000000)); }

mkdir -p "$scratch/first" "$scratch/again" "$scratch/work/in" "$scratch/work/one"
find fixtures/scan -type f ! -name '*.json' ! -name '*.toml' -exec cp -p {} "$scratch/work/in" \;
cp -p fixtures/scan/png/taxi.png "$scratch/work/one"

target/release/examples/pack "$binary" "$scratch/first" nld eng
target/release/examples/pack "$binary" "$scratch/again" nld eng >/dev/null
cmp "$scratch/first/dizzy.tar.gz" "$scratch/again/dizzy.tar.gz"

proposals() { # FOLDER: what was read, without where
    sed "s|$scratch/work|/work|g" "$1/proposals.jsonl"
}
(cd "$scratch/work" && "$binary" process in --lang nld,eng --out here --quiet)
[ "$(proposals "$scratch/work/here" | wc -l)" -ge 4 ] || cannot "the fixtures gave no proposals here"

for suite in "${suites[@]}"; do
    bare=$scratch/$suite
    from=$(ms)
    "${root[@]}" debootstrap --variant=minbase "$suite" "$bare" "$mirror" >"$scratch/debootstrap.log" 2>&1 || {
        tail -n 5 "$scratch/debootstrap.log" >&2
        cannot "debootstrap did not make $suite from $mirror"
    }
    echo "$suite: bare system made in $(($(ms) - from)) ms"
    inside() { "${root[@]}" chroot "$bare" /usr/bin/env -i PATH=/usr/bin:/bin "$@"; }
    if inside find / -xdev -name 'libtesseract*' -o -name '*.traineddata' -o -path '/etc/ssl/certs/*' | grep .; then
        cannot "$suite has Tesseract or certificates of its own, so it would prove nothing"
    fi

    from=$(ms)
    "${root[@]}" mkdir -p "$bare/opt/dizzy" "$bare/work"
    "${root[@]}" tar -xzf "$scratch/first/dizzy.tar.gz" -C "$bare/opt/dizzy"
    "${root[@]}" cp -rp "$scratch/work/in" "$scratch/work/one" "$bare/work"
    echo "$suite: unpacked in $(($(ms) - from)) ms"

    inside /opt/dizzy/dizzy --version
    # Nothing comes from the bare system.
    inside sh -c '/opt/dizzy/lib/"$(cat /opt/dizzy/loader)" --library-path /opt/dizzy/lib --list /opt/dizzy/bin/dizzy' \
        >"$scratch/list"
    if grep '=> /' "$scratch/list" | grep -v '=> /opt/dizzy/lib/'; then
        echo "$suite: libraries of the bare system are used" >&2
        exit 1
    fi

    from=$(ms)
    inside sh -c 'cd /work && /opt/dizzy/dizzy process one --lang nld,eng --out first --quiet'
    echo "$suite: from launcher to the end of one page in $(($(ms) - from)) ms"
    inside sh -c 'cd /work && /opt/dizzy/dizzy process in --lang nld,eng --out there' >"$scratch/said" 2>&1 || {
        cat "$scratch/said" >&2
        exit 1
    }
    diff <(proposals "$scratch/work/here") <(proposals "$bare/work/there")
    # Readers are confined as they are here.
    inside /opt/dizzy/dizzy doctor >"$scratch/doctor" 2>&1 || true
    "$binary" doctor >"$scratch/doctor-here" 2>&1 || true
    diff <(grep -i sandbox "$scratch/doctor-here") <(grep -i sandbox "$scratch/doctor")
    # It finds roots to trust, which it wants before it speaks to anyone.
    inside env AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_ENDPOINT_URL=https://127.0.0.1:9 \
        DIZZY_BURST_REGION=eu-central-1 DIZZY_BURST_STORE=s3://no-such-bucket \
        /opt/dizzy/dizzy doctor --burst >"$scratch/doctor" 2>&1 || true
    if grep panicked "$scratch/doctor" || ! grep -q eu-central-1 "$scratch/doctor"; then
        cat "$scratch/doctor" >&2
        exit 1
    fi
    echo "$suite: $(wc -l <"$bare/work/there/proposals.jsonl") documents read as here"
done
