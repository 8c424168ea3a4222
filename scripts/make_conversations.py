"""Writes simulated conversations of people no speaker model is trained on, with who speaks when.

DATA holds `mini_librispeech` and `librispeech_251_speakers`; the people are the eight with minutes of speech
(corpora/speakers), unless others are named. Twenty conversations of 3 to 5 minutes, two to four people each, the same for the same seed: turns are utterances or parts of
them, pauses between turns are 0 to 1.5 s, and about a tenth of the speech time lies over another's. The truth of each
turn is the utterance's own speech before mixing: frames of 10 ms within 30 dB of its loudest 20 ms, gaps of up to 0.3 s
closed; no detector of ours has a say.

    python scripts/make_conversations.py DATA TO [--seed 1]        # with numpy and soundfile
    steno diarize --reference TO/ref.rttm TO/*.flac                # all of a recording in view
    steno diarize --reference TO/ref.rttm --latency 1 TO/*.flac    # as a stream
"""

import argparse
import random
from pathlib import Path

import numpy as np
import soundfile

PEOPLE = ["1737", "1867", "1898", "3242", "3947", "4640", "7367", "8629"]
RATE, FRAME, GAP, RANGE = 16000, 160, 0.3, 30
OVERLAP = 0.1


def speech(samples):
    """Stretches of speech in seconds: loud frames, short gaps closed."""
    count = len(samples) // FRAME
    power = (samples[: count * FRAME].reshape(count, FRAME).astype(np.float64) ** 2).mean(1)
    smooth = np.convolve(power, [0.5, 0.5], "same")
    loud = np.flatnonzero(smooth > smooth.max() * 10 ** (-RANGE / 10))
    stretches = []
    for frame in loud:
        start, end = frame * FRAME / RATE, (frame + 1) * FRAME / RATE
        if stretches and start - stretches[-1][1] <= GAP:
            stretches[-1][1] = end
        else:
            stretches.append([start, end])
    return stretches


def turn(path, draw):
    """An utterance, or a part of one that begins and ends in its pauses, and the speech in it."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE, f"{path} has {rate} Hz"
    stretches = speech(samples)
    first = draw.randrange(len(stretches))
    last, wanted = first, draw.uniform(1, 12)
    while last + 1 < len(stretches) and stretches[last][1] - stretches[first][0] < wanted:
        last += 1
    begin, end = stretches[first][0], stretches[last][1]
    level = np.sqrt((samples**2).mean()) + 1e-9
    return samples[int(begin * RATE): int(end * RATE)] * (0.05 / level), [(a - begin, b - begin) for a, b in stretches[first: last + 1]]


def conversation(utterances, minutes, draw):
    people = draw.sample(sorted(utterances), draw.randint(2, 4))
    length = draw.uniform(60 * minutes[0], 60 * minutes[1])
    gain = {person: 10 ** (draw.uniform(-6, 6) / 20) for person in people}
    track, truth, place, speaker, total, over = np.zeros(int((length + 60) * RATE), np.float32), [], 0.5, None, 0.0, 0.0
    while place < length:
        speaker = draw.choice([p for p in people if p != speaker])
        samples, stretches = turn(draw.choice(utterances[speaker]), draw)
        duration = len(samples) / RATE
        start = place + draw.uniform(0, 1.5)
        # The share of speech that lies over another's is kept near what it shall be.
        if truth and over < OVERLAP * total:
            start = max(truth[-1][0] + 0.1, place - draw.uniform(0.5, min(4, 0.8 * duration + 0.5)))
            over += 2 * max(0.0, min(place - start, duration))
        total += duration
        at = int(start * RATE)
        track[at: at + len(samples)] += samples * gain[speaker]
        truth += [(start + a, b - a, speaker) for a, b in stretches]
        place = max(place, start + duration)
    track = track[: int((place + 0.5) * RATE)]
    background = np.random.default_rng(draw.randrange(1 << 30)).standard_normal(len(track)).astype(np.float32) * 3e-4
    return np.clip(track + background, -1, 1), truth


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("to", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--people", nargs="+", default=PEOPLE)
    parser.add_argument("--minutes", nargs=2, type=float, default=(3, 5))
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    folders = [arguments.data / "mini_librispeech" / "train-clean-5", arguments.data / "librispeech_251_speakers"]
    utterances = {p: sorted(f for folder in folders for f in folder.rglob(f"{p}-*-*.*") if f.suffix != ".txt")
                  for p in arguments.people}
    arguments.to.mkdir(parents=True, exist_ok=True)
    lines, seconds, overlapped = [], 0.0, 0.0
    for number in range(arguments.count):
        track, truth = conversation(utterances, arguments.minutes, draw)
        name = f"conversation-{number + 1:02}"
        soundfile.write(arguments.to / f"{name}.flac", track, RATE)
        lines += [f"SPEAKER {name} 1 {start:.3f} {length:.3f} <NA> <NA> {who} <NA> <NA>\n" for start, length, who in sorted(truth)]
        talking = np.zeros(int((len(track) / RATE + 1) * 100), int)
        for start, length, _ in truth:
            talking[int(start * 100): int((start + length) * 100)] += 1
        seconds += talking.sum() / 100
        overlapped += talking[talking > 1].sum() / 100
    (arguments.to / "ref.rttm").write_text("".join(lines))
    print(f"{arguments.count} conversations, {seconds / 60:.1f} minutes of speech, {100 * overlapped / seconds:.1f} % of it over another's")


main()
