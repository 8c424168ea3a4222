#!/usr/bin/env bash
# usage: make.sh FROM TO
#
# Divides a folder of noise recordings: TO/train gets links to those to train with, TO/test.flac ten minutes of those
# to test with, one after the other at 16 kHz. Clips of ESC-50 and ESC-10 are named FOLD-CLIP-TAKE; folds 4 and 5 are
# for testing, and all else is for training. Needs ffmpeg.
set -euo pipefail

from=$(realpath "${1:?usage: make.sh FROM TO}")
to=${2:?usage: make.sh FROM TO}
mkdir -p "$to/train"
samples=$(mktemp)
trap 'rm -f "$samples"' EXIT

find "$from" -type f -regextype egrep -regex '.*\.(wav|flac|ogg|opus)' | LC_ALL=C sort | while read -r file; do
    case $(basename "$file") in
        [45]-*-*) ffmpeg -nostdin -loglevel error -i "$file" -ac 1 -ar 16000 -f s16le - >> "$samples" ;;
        *) name=${file#"$from/"}; ln -sf "$file" "$to/train/${name//\//-}" ;;
    esac
done
ffmpeg -nostdin -loglevel error -y -f s16le -ar 16000 -ac 1 -i "$samples" -t 600 "$to/test.flac"
