#!/usr/bin/env bash
# Installs the system libraries that Steno links, when some are missing and apt can bring them.
# Prints nothing when all are there. Without apt or without rights it names what is missing and stops.
set -euo pipefail

# What pkg-config calls each library, and the Debian package that brings it.
libraries=(sndfile:libsndfile1-dev fftw3f:libfftw3-dev openblas:libopenblas-dev soxr:libsoxr-dev sqlite3:libsqlite3-dev)

missing=()
command -v pkg-config >/dev/null || missing+=(pkg-config)
for entry in "${libraries[@]}"; do
    pkg-config --exists "${entry%%:*}" 2>/dev/null || missing+=("${entry#*:}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

stop() {
    echo "Missing system packages: ${missing[*]}" >&2
    echo "$1" >&2
    echo "Install them with your package manager (on Debian: apt-get install ${missing[*]}) and run this again." >&2
    exit 1
}

command -v apt-get >/dev/null || stop "There is no apt-get on this machine to install them with."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && sudo -n true 2>/dev/null || stop "You are not root, and sudo is missing or asks for a password."
    as_root=(sudo)
fi

echo "Installing missing system packages with apt-get: ${missing[*]}" >&2
install() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
# A fresh machine has no package lists yet: the first attempt may fail for that reason alone.
install "${missing[@]}" 2>/dev/null || { "${as_root[@]}" apt-get update -qq && install "${missing[@]}"; } ||
    stop "apt-get could not install them."
