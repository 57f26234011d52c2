#!/usr/bin/env bash
# Prints what CHANGELOG.md says of a version, as the notes of its release.
# Usage: packaging/release-notes.sh [VERSION]; without one, that of Cargo.toml, else what is unreleased.
set -euo pipefail
cd "$(dirname "$0")/.."

section() { # NAME
    awk -v name="[$1]" '
        index($0, "## " name) == 1 { inside = 1; next }
        inside && /^## / { exit }
        inside && /^\[[^]]*\]: / { exit }
        inside && (NF || begun) { begun = 1; print }
    ' CHANGELOG.md
}

version=${1:-}
if [ -z "$version" ]; then
    version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
    [ -n "$(section "$version")" ] || version=Unreleased
fi
notes=$(section "${version#v}")
[ -n "$notes" ] || {
    echo "CHANGELOG.md says nothing of $version" >&2
    exit 1
}
printf '%s\n' "$notes"
