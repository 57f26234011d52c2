#!/bin/sh
# Starts dizzy with the libraries and the data that came along: of this machine it needs the kernel and a shell.
case $0 in
*/*) dir=${0%/*} ;;
*) dir=. ;;
esac
dir=$(CDPATH='' cd -P -- "$dir" && pwd -P) || exit 126

# dizzy starts its readers through this script too.
export DIZZY_LAUNCHER="$dir/dizzy"
export DIZZY_OCR_TESSDATA="$dir/tessdata"
export TESSDATA_PREFIX="$dir/tessdata"

# This machine's own libraries do not go with the libc that came along.
unset LD_LIBRARY_PATH LD_PRELOAD

# The roots that came along are for a machine that has none.
if [ -z "${SSL_CERT_FILE:-}${SSL_CERT_DIR:-}" ] && [ -e "$dir/ca-certificates.crt" ]; then
    own=
    for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
        /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/ssl/ca-bundle.pem /etc/ssl/cert.pem; do
        [ -e "$file" ] && own=$file
    done
    [ -n "$own" ] || export SSL_CERT_FILE="$dir/ca-certificates.crt"
fi

# A program that is linked statically needs no loader.
[ -e "$dir/loader" ] || exec "$dir/bin/dizzy" "$@"
read -r loader <"$dir/loader"
exec "$dir/lib/$loader" --library-path "$dir/lib" "$dir/bin/dizzy" "$@"
