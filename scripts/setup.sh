#!/usr/bin/env bash
# Sees to the C libraries that the build needs: installs them where it may, else says which command does.
set -euo pipefail

missing=()
has_header() { # has_header HEADER
    printf '#include <%s>\n' "$1" | ${CC:-cc} -E -x c - >/dev/null 2>&1 ||
        printf '#include <%s>\n' "$1" | clang -E -x c - >/dev/null 2>&1
}

command -v swift >/dev/null || {
    echo "setup: swift is not on the PATH. Install Swift 6.2 or newer: https://www.swift.org/install" >&2
    exit 1
}

if [ "$(uname)" = Darwin ]; then
    # SQLite and zlib are part of the system; pkg-config finds what Homebrew adds.
    command -v pkg-config >/dev/null || missing+=(pkgconf)
    has_header libdeflate.h || missing+=(libdeflate)
    has_header zstd.h || missing+=(zstd)
    [ ${#missing[@]} -eq 0 ] && exit 0
    echo "setup: missing ${missing[*]}. Run: brew install ${missing[*]}" >&2
    exit 1
fi

has_header sqlite3.h || missing+=(libsqlite3-dev)
has_header zlib.h || missing+=(zlib1g-dev)
has_header libdeflate.h || missing+=(libdeflate-dev)
has_header zstd.h || missing+=(libzstd-dev)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "setup: the headers of SQLite 3, zlib, libdeflate or zstd are missing (Debian calls them ${missing[*]}); install them" >&2
    exit 1
elif [ "$(id -u)" -eq 0 ]; then
    run=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    run=(sudo)
else
    echo "setup: ${missing[*]} missing. Run: sudo apt-get install -y ${missing[*]}" >&2
    exit 1
fi
echo "setup: installing ${missing[*]}" >&2
"${run[@]}" apt-get update -q >&2
"${run[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
