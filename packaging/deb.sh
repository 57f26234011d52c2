#!/usr/bin/env bash
# Makes the Debian package for the system that this runs on: target/debian/dizzy_VERSION_ARCHITECTURE.deb
# Needs cargo-deb (cargo install cargo-deb) and dpkg-dev.
# Usage: packaging/deb.sh              builds the program for distribution and packs it
#        packaging/deb.sh --no-build   packs target/release/dizzy as it is
set -euo pipefail
cd "$(dirname "$0")/.."

command -v cargo-deb >/dev/null || {
    echo "packaging/deb.sh: cargo-deb is missing: cargo install --locked cargo-deb" >&2
    exit 1
}
if [ "${1:-}" = --no-build ]; then
    profile=release
else
    profile=dist
    cargo build --locked --profile dist --bin dizzy
fi
binary=target/$profile/dizzy

mkdir -p target/packaging
"$binary" completions bash >target/packaging/dizzy.bash
"$binary" completions zsh >target/packaging/_dizzy
"$binary" completions fish >target/packaging/dizzy.fish
packaging/notices.py >target/packaging/copyright
# The pages in the repository are those of the code; a test holds them to it.
mkdir -p target/packaging/man
"$binary" man target/packaging/man >/dev/null
diff -r man target/packaging/man

cargo deb --locked --no-build --profile "$profile" --output target/debian/
