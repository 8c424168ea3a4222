#!/usr/bin/env bash
# Makes conversation.flac from script.txt: a voice of espeak-ng and one of flite read digits to each other. Writes what
# is said, by whom and when to conversation.stm. Needs the Debian packages espeak-ng, flite and sox.
#
# A line of script.txt is a voice and its words. A turn runs from its first to its last sample above 1 % of full
# scale; turns are 0.45 s apart, and the recording begins and ends with as much silence.
set -euo pipefail
cd "$(dirname "$0")"

pause=0.45
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sox -R -n -r 16000 -b 16 -c 1 "$work/pause.wav" trim 0 $pause
parts=("$work/pause.wav")
now=$pause
: > "$work/conversation.stm"
turn=0
while read -r voice words; do
    case $voice in
        en-*) espeak-ng -v "$voice" -s 130 -w "$work/spoken.wav" "${words// /, }." ;;
        *) flite -voice "$voice" -t "${words// /, }." -o "$work/spoken.wav" ;;
    esac
    part="$work/$turn.wav"
    sox -R "$work/spoken.wav" -r 16000 "$part" silence 1 0.01 1% reverse silence 1 0.01 1% reverse
    end=$(awk "BEGIN { printf \"%.3f\", $now + $(soxi -D "$part") }")
    printf 'conversation 1 %s %.3f %s <> %s\n' "$voice" "$now" "$end" "$words" >> "$work/conversation.stm"
    parts+=("$part" "$work/pause.wav")
    now=$(awk "BEGIN { printf \"%.3f\", $end + $pause }")
    turn=$((turn + 1))
done < script.txt

sox -R "${parts[@]}" "$work/conversation.flac"
mv "$work/conversation.flac" "$work/conversation.stm" .
