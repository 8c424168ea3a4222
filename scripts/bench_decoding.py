"""Times Steno's prefix beam search against flashlight-text and pyctcdecode, in turn, and prints a table of ratios.

FOLDER holds emissions of two vocabularies ("char", "bpe") with tokens, lexicon, references and a 3-gram (lm3.arpa);
all three decoders hear the same numbers on one thread. Each is given the language-model weight and word bonus with which
it errs least at a beam of 50. A peer then takes part with the fastest of the beams that reach its best word error rate,
Steno with the fastest beam and label threshold whose word error rate is no higher. Then they run one after the other,
round by round.

    swift build -c release --product steno --product StenoBenchmarks
    python scripts/bench_decoding.py FOLDER [--kinds char bpe] [--peers …] [--rounds 5]     # with flashlight-text, kenlm, pyctcdecode, jiwer, numpy
"""

import argparse
import itertools
import json
import logging
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import jiwer
import numpy as np
from flashlight.lib.text.decoder import CriterionType, LexiconDecoder, LexiconDecoderOptions, SmearingMode, Trie
from flashlight.lib.text.decoder.kenlm import KenLM
from flashlight.lib.text.dictionary import Dictionary, create_word_dict
from pyctcdecode import build_ctcdecoder

logging.disable(logging.CRITICAL)
BUILD = Path(".build/release")


class Corpus:
    """Emissions of one vocabulary with all that decoders need, also in the form `StenoBenchmarks decode` reads."""

    def __init__(self, folder: Path, kind: str, work: Path):
        self.kind, self.work = kind, work
        self.arpa = folder / "lm3.arpa"
        self.binary = work / "lm3.bin"
        self.tokens = (folder / f"{kind}_tokens.txt").read_text().rstrip("\n").split("\n")
        self.lexicon = [l.split("\t") for l in (folder / f"{kind}_lexicon.txt").read_text().rstrip("\n").split("\n")]
        self.references = (folder / "refs.txt").read_text().rstrip("\n").split("\n")
        lengths = np.load(folder / f"{kind}_lengths.npy")
        frames = np.load(folder / f"{kind}_emissions.npy")
        self.emissions = [np.ascontiguousarray(e) for e in np.split(frames, np.cumsum(lengths)[:-1])]
        frames.astype("<f4").tofile(work / f"{kind}_emissions.f32")
        (work / f"{kind}_lengths.txt").write_text("".join(f"{n}\n" for n in lengths))
        for name in ("tokens", "lexicon"):
            (work / f"{kind}_{name}.txt").write_text((folder / f"{kind}_{name}.txt").read_text())

    def error_rate(self, texts):
        return jiwer.wer(self.references, texts)


class Flashlight:
    name = "flashlight-text"
    # Natural-log emissions and base-10 language scores: its weights are 2.3 times ours.
    grid = dict(beam=(10, 50, 100), weight=(0.5, 1.0, 1.5, 2.0, 2.5), bonus=(-1.0, 0.0, 1.0))

    def __init__(self, corpus, beam, weight, bonus):
        self.dictionary = Dictionary(corpus.tokens)
        spellings = {word: [units.split()] for word, units in corpus.lexicon} | {"<unk>": []}
        self.words = create_word_dict(spellings)
        self.model = KenLM(str(corpus.arpa), self.words)
        separator = self.dictionary.get_index("|") if corpus.kind == "char" else -1
        self.trie = Trie(self.dictionary.index_size(), max(separator, 0))
        start = self.model.start(False)
        for word, units in spellings.items():
            index = self.words.get_index(word)
            score = self.model.score(start, index)[1]
            for spelling in units:
                self.trie.insert([self.dictionary.get_index(unit) for unit in spelling], index, score)
        self.trie.smear(SmearingMode.MAX)
        options = LexiconDecoderOptions(
            beam_size=beam, beam_size_token=min(len(corpus.tokens), 50), beam_threshold=25, lm_weight=weight,
            word_score=bonus, unk_score=-float("inf"), sil_score=0.0, log_add=False,
            criterion_type=CriterionType.CTC)
        self.decoder = LexiconDecoder(
            options, self.trie, self.model, separator, 0, self.words.get_index("<unk>"), [], False)

    def texts(self, corpus):
        def text(emissions):
            found = self.decoder.decode(emissions.ctypes.data, *emissions.shape)
            return " ".join(self.words.get_entry(word) for word in found[0].words if word >= 0) if found else ""

        return [text(emissions) for emissions in corpus.emissions]


class PyCTCDecode:
    name = "pyctcdecode"
    grid = dict(beam=(10, 50, 100), weight=(0.3, 0.5, 0.8), bonus=(0.0, 1.5, 3.0))

    def __init__(self, corpus, beam, weight, bonus):
        labels = [""] + [{"|": " ", "<unk>": "#"}.get(token, token) if corpus.kind == "char" else token
                         for token in corpus.tokens[1:]]
        words = [word for word, _ in corpus.lexicon]
        self.decoder = build_ctcdecoder(labels, str(corpus.arpa), unigrams=words, alpha=weight, beta=bonus)
        self.beam = beam

    def texts(self, corpus):
        return [self.decoder.decode(emissions, beam_width=self.beam) for emissions in corpus.emissions]


class Steno:
    name = "steno"
    grid = dict(weight=(0.3, 0.5, 0.7, 0.9), bonus=(-1.0, 0.0, 1.0))
    speeds = dict(beam=(5, 10, 20, 50, 100), threshold=(5, 7, 9, 12))

    def __init__(self, corpus, beam, weight, bonus, threshold=9):
        self.options = ["--beam", beam, "--weight", weight, "--bonus", bonus, "--label-threshold", threshold]

    def run(self, corpus):
        """Texts, and the seconds the program measured itself, without its start."""
        texts = corpus.work / "texts"
        command = [BUILD / "StenoBenchmarks", "decode", corpus.work, corpus.kind, corpus.binary, "--repeat", 1,
                   "--texts", texts, *self.options]
        output = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
        return texts.read_text().rstrip("\n").split("\n"), json.loads(output)["seconds"]


def settings(grid):
    return [dict(zip(grid, values)) for values in itertools.product(*grid.values())]


def timed(decoder, corpus):
    if isinstance(decoder, Steno):
        return decoder.run(corpus)
    begun = time.perf_counter()
    texts = decoder.texts(corpus)
    return texts, time.perf_counter() - begun


def weighed(decoder, corpus):
    """The weight and bonus with the lowest error rate at a middle beam."""
    rated = [(corpus.error_rate(timed(decoder(corpus, **s), corpus)[0]), i, s)
             for i, s in enumerate(settings(decoder.grid | dict(beam=(50,))))]
    return min(rated)[2]


def best(peer, corpus):
    """The fastest beam with a peer's lowest error rate."""
    chosen = weighed(peer, corpus)
    tried = []
    for beam in peer.grid["beam"]:
        decoder = peer(corpus, **(chosen | dict(beam=beam)))
        texts, seconds = timed(decoder, corpus)
        tried.append((round(corpus.error_rate(texts), 5), seconds, beam, decoder))
    rate = min(tried)[0]
    return min((t for t in tried if t[0] == rate), key=lambda t: t[1]), chosen


def fastest(corpus, chosen, rate):
    """Of Steno's beams and thresholds with an error rate no higher, the fastest."""
    tried = []
    for speed in settings(Steno.speeds):
        setting = chosen | speed
        decoder = Steno(corpus, **setting)
        texts, seconds = timed(decoder, corpus)
        tried.append((corpus.error_rate(texts), seconds, setting, decoder))
    good = [t for t in tried if t[0] <= rate + 1e-9]
    return min(good, key=lambda t: t[1]) if good else min(tried, key=lambda t: t[:2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kinds", nargs="+", default=["char", "bpe"])
    parser.add_argument("--peers", nargs="+", default=[Flashlight.name, PyCTCDecode.name])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print("| emissions | peer | its setting | WER | ours | WER | ratio: median (lowest to highest) |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for kind in arguments.kinds:
            corpus = Corpus(arguments.folder, kind, work)
            if not corpus.binary.exists():
                subprocess.run([BUILD / "steno", "lm", "build", "--arpa", corpus.arpa, "--output", corpus.binary],
                               check=True, capture_output=True)
            chosen = weighed(Steno, corpus)
            for peer in (p for p in (Flashlight, PyCTCDecode) if p.name in arguments.peers):
                (rate, _, beam, decoder), setting = best(peer, corpus)
                ours_rate, _, ours_setting, ours = fastest(corpus, chosen, rate)
                ratios = []
                for _ in range(arguments.rounds):
                    ratios.append(timed(decoder, corpus)[1] / timed(ours, corpus)[1])
                print(
                    f"| {kind} | {peer.name} | beam {beam}, {setting['weight']}, {setting['bonus']} | {100 * rate:.2f} % "
                    f"| beam {ours_setting['beam']}, {ours_setting['weight']}, {ours_setting['bonus']}, "
                    f"labels within {ours_setting['threshold']} "
                    f"| {100 * ours_rate:.2f} % | {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |",
                    flush=True)


if __name__ == "__main__":
    main()
