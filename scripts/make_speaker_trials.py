"""Writes lists of trials for `steno speakers verify` from speech of people no speaker model is trained on.

DATA holds `librispeech_251_speakers` (one utterance of each speaker) and `mini_librispeech`; the people are LibriSpeech's
1898 3242 4640 8629 and all whose number ends in 7 (corpora/speakers). The lists are the same for the same seed:

    across.jsonl           pieces of 3 to 10 s of the single utterance against pieces of another chapter
    within.jsonl           disjoint pieces of 3 to 5 s of one recording, and of two people's
    identification.jsonl   the eight people with minutes of speech, known from 10 s, each against pieces of 3 s, of
                           another chapter where there is one and always of another utterance. The 10 s are the single
                           utterance and, where that is shorter, others of the same chapter; of 4640 there are 8.2 s
    telephone.jsonl        those of `within` with nothing above 3.84 kHz, written to TO/telephone

    python scripts/make_speaker_trials.py DATA TO [--seed 1]        # with numpy, soundfile
    steno speakers verify TO/across.jsonl
"""

import argparse
import itertools
import json
import random
from pathlib import Path

import numpy as np
import soundfile

MINUTES = ["1737", "1867", "1898", "3242", "3947", "4640", "7367", "8629"]


def is_held_out(speaker):
    return speaker in MINUTES or speaker.endswith("7")


def piece(path, offset, duration):
    return {"audio_filepath": str(path.resolve()), "offset": round(offset, 3), "duration": round(duration, 3)}


def length(path):
    return soundfile.info(path).duration


def chapter(path):
    return path.stem.split("-")[1]


def cut(path, shortest, longest, draw):
    """One piece after the other until the recording is used up."""
    pieces, place, end = [], 0.0, length(path)
    while end - place >= shortest:
        duration = min(draw.uniform(shortest, longest), end - place)
        pieces.append(piece(path, place, duration))
        place += duration
    return pieces


def trials(pairs, target):
    return [{"target": target, "enroll": enroll, "test": test} for enroll, test in pairs]


def across(single, minutes, draw):
    enrolled = {s: cut(single[s], 3, 10, draw) for s in MINUTES}
    tests = {s: [p for path in draw.sample(minutes[s], min(20, len(minutes[s]))) for p in cut(path, 3, 10, draw)[:1]
                 if chapter(path) != chapter(single[s])] for s in MINUTES}
    same = [pair for s in MINUTES for pair in itertools.product(enrolled[s], tests[s])]
    other = [pair for s, t in itertools.permutations(MINUTES, 2) for pair in itertools.product(enrolled[s], tests[t])]
    return trials(same, True) + trials(draw.sample(other, min(len(other), 10 * len(same))), False)


def within(single, draw):
    pieces = {speaker: cut(path, 3, 5, draw) for speaker, path in single.items() if is_held_out(speaker)}
    same = [pair for own in pieces.values() for pair in itertools.combinations(own, 2)]
    other = [pair for a, b in itertools.combinations(pieces.values(), 2) for pair in itertools.product(a, b)]
    return trials(same, True) + trials(draw.sample(other, min(len(other), 20 * len(same))), False)


def identification(single, minutes, draw):
    enrolled, spent = {}, set()
    for s in MINUTES:
        known = [single[s]] + [p for p in minutes[s] if chapter(p) == chapter(single[s]) and p.stem != single[s].stem]
        enrolled[s], left = [], 10.0
        while left > 0.5 and known:
            enrolled[s].append(piece(known[0], 0, min(left, length(known[0]))))
            left -= enrolled[s][-1]["duration"]
            spent.add(known.pop(0).stem)
    lines = []
    for s in MINUTES:
        elsewhere = [p for p in minutes[s] if chapter(p) != chapter(single[s])]
        paths = elsewhere or [p for p in minutes[s] if p.stem not in spent]
        for path in draw.sample(paths, min(30, len(paths))):
            start = draw.uniform(0, max(0, length(path) - 3))
            test = piece(path, start, min(3, length(path)))
            lines += [{"target": s == t, "enroll": enrolled[t], "test": test} for t in MINUTES]
    return lines


def telephone(lines, folder):
    """The trials with pieces that a telephone's band has carried."""
    folder.mkdir(exist_ok=True)
    written = {}

    def carried(part):
        key = tuple(part.values())
        if key not in written:
            path, offset, duration = key
            rate = soundfile.info(path).samplerate
            samples, _ = soundfile.read(path, start=int(offset * rate), stop=int((offset + duration) * rate))
            spectrum = np.fft.rfft(samples)
            spectrum[int(len(spectrum) * 0.48 * 16_000 / rate):] = 0
            target = folder / f"{len(written)}.wav"
            soundfile.write(target, np.fft.irfft(spectrum, len(samples)), rate, subtype="PCM_16")
            written[key] = {"audio_filepath": str(target.resolve())}
        return written[key]

    return [line | {"enroll": carried(line["enroll"]), "test": carried(line["test"])} for line in lines]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("to", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    utterances = sorted(p for p in (arguments.data / "librispeech_251_speakers").iterdir() if p.suffix in (".opus", ".flac", ".wav"))
    single = {p.stem.split("-")[0]: p for p in utterances}
    folders = arguments.data / "mini_librispeech" / "train-clean-5"
    minutes = {s: sorted(p for p in (folders / s).rglob("*-*-*.*") if p.suffix != ".txt") for s in MINUTES}
    arguments.to.mkdir(parents=True, exist_ok=True)
    lists = {"across": across(single, minutes, draw), "within": within(single, draw),
             "identification": identification(single, minutes, draw)}
    lists["telephone"] = telephone(lists["within"], arguments.to / "telephone")
    for name, lines in lists.items():
        (arguments.to / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        print(f"{name}: {sum(l['target'] for l in lines)} trials of one person, {sum(not l['target'] for l in lines)} of two")


main()
