"""Says how often `steno stream` closes a segment while somebody still speaks, and how long after the end of speech otherwise.

MANIFEST names utterances; they are joined with pauses between them, over noise if any is given. The end of an
utterance is that of its last 10 ms within 30 dB of its loudest; those with a pause as long as `--endpoint` are left out.

    swift build -c release --product steno
    python scripts/measure_endpoints.py MANIFEST --model english --endpoint 0.8 [--noise NOISE.flac --snr 10]
"""

import argparse
import json
import subprocess
from pathlib import Path

import numpy as np
import soundfile

PROGRAM = Path(".build/release/steno").resolve()
RATE, FRAME, RANGE = 16000, 160, 30


def loud_frames(samples):
    count = len(samples) // FRAME
    power = (samples[: count * FRAME].reshape(count, FRAME).astype(np.float64) ** 2).mean(1)
    return np.flatnonzero(power > power.max() * 10 ** (-RANGE / 10))


def recording(manifest, arguments):
    """Samples, and the stretch of speech of every utterance in seconds."""
    pieces, spoken, place = [np.zeros(RATE, np.float32)], [], 1.0
    for line in manifest.read_text().splitlines()[:: arguments.every]:
        samples, rate = soundfile.read(manifest.parent / json.loads(line)["audio_filepath"], dtype="float32")
        assert rate == RATE, f"{line} has {rate} Hz"
        loud = loud_frames(samples)
        if len(loud) > 1 and np.diff(loud).max() * FRAME / RATE >= arguments.endpoint:
            continue
        samples = samples * (0.05 / np.sqrt((samples**2).mean()))
        spoken.append((place + loud[0] * FRAME / RATE, place + (loud[-1] + 1) * FRAME / RATE))
        pieces += [samples, np.zeros(int(arguments.pause * RATE), np.float32)]
        place += len(samples) / RATE + arguments.pause
    track = np.concatenate(pieces)
    if arguments.noise:
        noise, rate = soundfile.read(arguments.noise, dtype="float32")
        assert rate == RATE, f"{arguments.noise} has {rate} Hz"
        noise = np.resize(noise, len(track))
        track = track + noise * (0.05 / np.sqrt((noise**2).mean()) * 10 ** (-arguments.snr / 20))
    return np.clip(track, -1, 1), spoken


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--model", default="english")
    parser.add_argument("--endpoint", type=float, default=0.8, help="seconds of silence that close a segment")
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between utterances")
    parser.add_argument("--noise", type=Path)
    parser.add_argument("--snr", type=float, default=10, help="decibels of speech over noise")
    parser.add_argument("--every", type=int, default=1, help="take every so many-th line")
    arguments = parser.parse_args()
    track, spoken = recording(arguments.manifest, arguments)
    heard = subprocess.run(
        [PROGRAM, "stream", "--model", arguments.model, "--format", "jsonl", "--raw", "s16le", "--rate", str(RATE),
         "--endpoint", str(arguments.endpoint), "--no-speakers"],
        input=(track * 32767).astype("<i2").tobytes(), check=True, capture_output=True).stdout.decode()
    closed = [event["received"] for event in map(json.loads, heard.splitlines()) if event["type"] == "final"]
    within = sum(any(start < time < end for start, end in spoken) for time in closed)
    delays = []
    for index, (_, end) in enumerate(spoken):
        following = spoken[index + 1][0] if index + 1 < len(spoken) else len(track) / RATE
        delays += [time - end for time in closed if end <= time < following][:1]
    print(f"{len(spoken)} utterances, {len(closed)} segments; {within} closed while somebody spoke")
    print("closed after the end of speech: median {:.2f} s, 90 % within {:.2f} s, {} not before the next utterance".format(
        *np.percentile(delays, [50, 90]), len(spoken) - len(delays)))


main()
