#!/usr/bin/env bash
# Proves that the Debian package installs and works where nothing of dizzy is: in a bare system of the same kind as this
# one it pulls in what it needs, and the program, its man pages and its completions are there and do what they should.
# Needs root (or sudo), debootstrap, and the archive of the system. Usage: tests/deb.sh PACKAGE
set -euo pipefail
cd "$(dirname "$0")/.."
package=$(realpath "$1")

cannot() {
    echo "tests/deb.sh cannot run: $1" >&2
    exit 1
}
wrong() {
    echo "tests/deb.sh: $1" >&2
    exit 1
}
PATH=$PATH:/usr/sbin:/sbin
root=()
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || cannot "chroot needs root, and sudo wants a password"
    root=(sudo -n)
fi
command -v debootstrap >/dev/null || cannot "debootstrap is missing: apt-get install debootstrap debian-archive-keyring"
. /etc/os-release
case $ID in
debian) mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian} components=main ;;
ubuntu) mirror=${DEBIAN_MIRROR:-http://archive.ubuntu.com/ubuntu} components=main,universe ;;
*) cannot "it knows Debian and Ubuntu, not $ID" ;;
esac

scratch=$(mktemp -d)
bare=$scratch/bare
finish() {
    "${root[@]}" umount "$bare/proc" 2>/dev/null || true
    "${root[@]}" rm -rf --one-file-system "$scratch"
}
trap finish EXIT
"${root[@]}" debootstrap --variant=minbase --components="$components" "$VERSION_CODENAME" "$bare" "$mirror" \
    >"$scratch/log" 2>&1 || {
    tail -n 5 "$scratch/log" >&2
    cannot "debootstrap did not make $VERSION_CODENAME from $mirror"
}
inside() { "${root[@]}" chroot "$bare" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }

# Names are looked up and packages fetched as this system does.
"${root[@]}" cp -L /etc/resolv.conf /etc/hosts "$bare/etc/"
[ ! -d /etc/apt/apt.conf.d ] || "${root[@]}" cp -r /etc/apt/apt.conf.d "$bare/etc/apt/"
"${root[@]}" rm -f "$bare/etc/apt/apt.conf.d/docker-clean" "$bare/etc/apt/apt.conf.d/docker-no-languages"
# minimal images of Debian leave man pages out, and here they are looked for
"${root[@]}" rm -f "$bare"/etc/dpkg/dpkg.cfg.d/*
"${root[@]}" mount -t proc proc "$bare/proc" 2>/dev/null || true # some containers may not
"${root[@]}" cp "$package" "$bare/tmp/dizzy.deb"
"${root[@]}" mkdir "$bare/work"
"${root[@]}" cp -r fixtures "$bare/work/"
inside apt-get update -q >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2 && exit 1; }
inside env DEBIAN_FRONTEND=noninteractive apt-get install -qy /tmp/dizzy.deb man-db bash-completion >"$scratch/log" 2>&1 || {
    tail -n 20 "$scratch/log" >&2
    wrong "the package does not install"
}
echo "installed on a bare $PRETTY_NAME, with $(grep -c '^Setting up' "$scratch/log") packages"

version=$(inside dizzy --version)
inside sh -c 'cd /work && dizzy doctor' >"$scratch/doctor" || { cat "$scratch/doctor" && wrong "dizzy doctor misses something"; }
for language in nld eng deu fra; do
    grep -q "$language" "$scratch/doctor" || wrong "no $language: $(cat "$scratch/doctor")"
done
inside sh -c 'cd /work && dizzy process fixtures --out proposals --summary summary.json' >"$scratch/said" 2>&1 || {
    cat "$scratch/said"
    wrong "dizzy process failed"
}
[ "$(wc -l <"$bare/work/proposals/proposals.jsonl")" -ge 16 ] || wrong "too few proposals: $(cat "$scratch/said")"
grep '"kind":"pdf-scan"' "$bare/work/proposals/proposals.jsonl" >/dev/null || wrong "no scan was read"

for page in man/*.1; do
    name=$(basename "$page" .1)
    inside man -w "$name" >/dev/null || wrong "no man page $name"
done
inside man dizzy-process | grep 'EXIT STATUS' >/dev/null || wrong "the man page cannot be read"
completed=$(inside bash -ic '. /usr/share/bash-completion/bash_completion; _completion_loader dizzy
    COMP_WORDS=(dizzy pro) COMP_CWORD=1 && _dizzy dizzy pro dizzy && echo "${COMPREPLY[@]}"' 2>/dev/null)
[ "$completed" = process ] || wrong "bash completes 'dizzy pro' to '$completed'"
for file in /usr/share/zsh/vendor-completions/_dizzy /usr/share/fish/vendor_completions.d/dizzy.fish \
    /usr/share/doc/dizzy/copyright /usr/share/doc/dizzy/examples/cron/dizzy.service; do
    inside test -s "$file" || wrong "$file is not there"
done
for page in README.md docs/*.md; do
    inside test -s "/usr/share/doc/dizzy/$page" || wrong "$page is not there"
done
inside dpkg --remove dizzy >/dev/null
inside test ! -e /usr/bin/dizzy || wrong "it does not go away"
echo "$version: $(wc -l <"$bare/work/proposals/proposals.jsonl") proposals, man pages and completions as they should be"
