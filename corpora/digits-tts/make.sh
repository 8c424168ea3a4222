#!/usr/bin/env bash
# usage: make.sh FOLDER [SEED]
#
# Fills FOLDER with digits read by text-to-speech voices, each voice a folder with audio beside its text, so that
# `steno prepare folder` makes manifests of it. For every voice: each digit twice, and 20 strings of 2 to 8 digits, with
# the voice's rate and pitch drawn anew for each. The same seed gives the same files. Needs the Debian packages
# espeak-ng and flite.
#
# The voices en-gb+f4 and rms, and every string that holds a turn of the sample recording, are left to that recording.
set -euo pipefail

folder=${1:?usage: make.sh FOLDER [SEED]}
state=${2:-1}
script="$(dirname "$0")/../../Examples/sample/script.txt"
words=(zero one two three four five six seven eight nine)
# A flite voice is followed by the mean of its pitch in hertz: at 220 a man's voice comes near a woman's.
flite_voices=()
for hertz in 90 120 150 185 220; do flite_voices+=("awb-$hertz" "kal16-$hertz"); done
espeak_voices=()
for accent in en-us en-gb en-gb-scotland en-gb-x-rp en-029; do
    for variant in m1 m3 m7 f1 f2 f5 Annie Lee linda; do espeak_voices+=("$accent+$variant"); done
done

# Sets `drawn` to a number from $1 to $2: a linear congruential generator (Knuth's MMIX), its high bits.
draw() {
    state=$(((state * 6364136223846793005 + 1442695040888963407) & 0x7fffffffffffffff))
    drawn=$(($1 + (state >> 33) % ($2 - $1 + 1)))
}

is_in_sample() {
    local voice turn
    while read -r voice turn; do
        [[ " $1 " == *" $turn "* ]] && return 0
    done < "$script"
    return 1
}

# Sets `string` to $1 digits that are not in the sample.
draw_string() {
    string=
    local place
    while [ -z "$string" ] || is_in_sample "$string"; do
        string=
        for ((place = 0; place < $1; place++)); do
            draw 0 9
            string+="${string:+ }${words[drawn]}"
        done
    done
}

# Reads text $2 in voice $1 to file $3, with a rate and a pitch of its own.
speak() {
    draw 80 125; local percent=$drawn
    draw 0 99; local pitch=$drawn
    case $1 in
        en*) espeak-ng -v "$1" -s $((150 * percent / 100)) -p $((20 + pitch * 6 / 10)) -w "$3" "$2" ;;
        *)
            flite -voice "${1%-*}" --setf "duration_stretch=$((10000 / percent))e-2" \
                --setf "int_f0_target_mean=$((${1#*-} * (90 + pitch / 5) / 100))" -t "$2" -o "$3"
            ;;
    esac
}

# Writes what voice $1 makes of the words $2 to recording $3, with or without commas between them.
record() {
    local file="$folder/$1/$3"
    draw 0 2
    local text="$2."
    [ "$drawn" -eq 0 ] || text="${2// /, }."
    speak "$1" "$text" "$file.wav"
    echo "$2" > "$file.txt"
}

for voice in "${flite_voices[@]}" "${espeak_voices[@]}"; do
    mkdir -p "$folder/$voice"
    for digit in {0..9}; do
        for take in 1 2; do record "$voice" "${words[digit]}" "${words[digit]}-$take"; done
    done
    for number in {01..20}; do
        draw 2 8
        draw_string "$drawn"
        record "$voice" "$string" "string-$number"
    done
done
