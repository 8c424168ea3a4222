"""Says how much of what `steno diarize --remember` gives to somebody stands under a name that mostly means its speaker.

FOLDER holds conversations as `scripts/make_conversations.py` writes them: recordings and `ref.rttm`. They are diarized in
order, one after the other, into one store that is empty at first. A name means whom most of it was given for in all
recordings together; speech of two people at once counts for both.

    swift build -c release --product steno
    python scripts/measure_remembering.py FOLDER [--model digits]
"""

import argparse
import subprocess
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

PROGRAM = Path(".build/release/steno").resolve()
STEPS = 100  # a second


def turns(rttm):
    """By recording, who speaks from step to step."""
    found = defaultdict(list)
    for line in rttm.splitlines():
        kind, recording, _, start, duration, _, _, speaker, *_ = line.split()
        if kind == "SPEAKER":
            found[recording].append((int(float(start) * STEPS), int((float(start) + float(duration)) * STEPS), speaker))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="digits")
    arguments = parser.parse_args()
    truth = turns((arguments.folder / "ref.rttm").read_text())
    given = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as work:
        for recording in sorted(arguments.folder.glob("*.flac")):
            heard = subprocess.run(
                [PROGRAM, "diarize", "--model", arguments.model, "--format", "rttm", "--remember", "--speaker-store",
                 f"{work}/store.sqlite", recording], check=True, capture_output=True, text=True).stdout
            for start, end, name in turns(heard)[recording.stem]:
                for first, last, speaker in truth[recording.stem]:
                    given[name][speaker] += max(0, min(end, last) - max(start, first))
    total = sum(sum(people.values()) for people in given.values())
    right = sum(max(people.values()) for people in given.values())
    print(f"{100 * right / total:.1f} % under a name that mostly means its speaker; {len(given)} names")
    for speaker in sorted({speaker for people in given.values() for speaker in people}):
        names = Counter({name: people[speaker] for name, people in given.items()})
        (name, most), = names.most_common(1)
        print(f"{speaker}: {100 * most / sum(names.values()):.0f} % as {name}")


main()
