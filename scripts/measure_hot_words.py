"""Says what a list of hot words does: how many of them are heard with it and without, and whether other words suffer.

The list is made of the manifest's own rare words: those that occur in it and are not among the COMMON most frequent of a
word list (`steno lm build --words`). Recall counts every occurrence that is in the transcript of its utterance; the
error rate of the other words is that of the texts with all listed words taken out. All options after `--` go to
`steno evaluate` both times.

    python scripts/measure_hot_words.py MODEL MANIFEST WORDS [--common 5000] [--boost 1.5 …] -- --lm books.bin    # with jiwer
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import jiwer


def transcripts(steno, model, manifest, options):
    command = [steno, "evaluate", "--no-speakers", "--model", model, manifest, "--format", "trn", *options]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {line[line.rindex("(") + 1:-1]: line[:line.rindex("(")].split() for line in lines}


def figures(said, heard, listed):
    hits = words = false = 0
    for key, reference in said.items():
        here, found = (Counter(w for w in text if w in listed) for text in (reference, heard[key]))
        words += sum(here.values())
        hits += sum((here & found).values())
        false += sum((found - here).values())
    rest = [" ".join(w for w in text if w not in listed) or "-" for texts in (said, heard) for text in
            (texts[key] for key in said)]
    return hits / words, words, false, jiwer.wer(rest[:len(said)], rest[len(said):])


def main():
    options = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("manifest")
    parser.add_argument("words", type=Path)
    parser.add_argument("--common", type=int, default=5000)
    parser.add_argument("--boost", nargs="+", default=["0.5", "1", "1.5", "2"])
    parser.add_argument("--steno", default=".build/release/steno")
    arguments = parser.parse_args(sys.argv[1:sys.argv.index("--")] if "--" in sys.argv else None)
    lines = [json.loads(line) for line in open(arguments.manifest)]
    said = {line["id"]: line["text"].split() for line in lines}
    common = set(arguments.words.read_text().split("\n")[:arguments.common])
    listed = {word for text in said.values() for word in text} - common
    print(f"{len(listed)} listed words\n\n| boost | recall | listed words heard that nobody said | WER of the others |\n"
          "|---|---|---|---|")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{word}\n" for word in sorted(listed)))
        file.flush()
        for boost in ["none", *arguments.boost]:
            hot = [] if boost == "none" else ["--hot-words", file.name, "--hot-word-boost", boost]
            heard = transcripts(arguments.steno, arguments.model, arguments.manifest, [*options, *hot])
            recall, words, false, rest = figures(said, heard, listed)
            print(f"| {boost} | {100 * recall:.1f} % of {words} | {false} | {100 * rest:.2f} % |", flush=True)


main()
