"""What the field's own programs count, for the tests of StenoMetrics.

    pip install jiwer pyannote.metrics meeteval scikit-learn scipy   # and Debian's package sctk (sclite, md-eval)
    python make_fixtures.py
"""

import json
import pathlib
import random
import re
import subprocess
import tempfile
import warnings

import jiwer
import numpy as np
from meeteval.wer import cp_word_error_rate
from pyannote.core import Annotation, Segment, Timeline
from pyannote.metrics.diarization import DiarizationErrorRate, JaccardErrorRate
from scipy.interpolate import interp1d
from scipy.optimize import brentq, linear_sum_assignment
from sklearn.metrics import roc_curve

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
SCTK = pathlib.Path("/usr/lib/sctk/bin")


def save(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    HERE.joinpath(name).write_text(text.replace("},{", "},\n{") + "\n")
    print(name, len(text), "bytes")


def corrupted(words, vocabulary, rate, rng):
    result = []
    for word in words:
        dice = rng.random()
        if dice < rate / 3:
            continue
        result.append(rng.choice(vocabulary) if dice < 2 * rate / 3 else word)
        if rng.random() < rate / 3:
            result.append(rng.choice(vocabulary))
    return result


def word_errors():
    rng = random.Random(1)
    cases = []
    for index in range(240):
        vocabulary = ["one", "two", "été", "don't", "nine", "a", "oh"][: rng.choice([2, 4, 7])]
        reference = rng.choices(vocabulary, k=rng.randint(1, 12))
        rate = rng.choice([0.2, 0.6, 1.0])
        cases.append((f"s{index % 4}-{index:03}", reference, corrupted(reference, vocabulary, rate, rng)))
    sclite = sclite_counts(cases)
    utterances = []
    for name, reference, hypothesis in cases:
        said, heard = " ".join(reference), " ".join(hypothesis)
        words, characters = jiwer.process_words(said, heard), jiwer.process_characters(said, heard)
        utterances.append({
            "id": name, "reference": said, "hypothesis": heard,
            "jiwer": [words.hits, words.substitutions, words.deletions, words.insertions],
            "jiwer_characters": [characters.hits, characters.substitutions, characters.deletions, characters.insertions],
            "sclite": sclite[name],
        })
    said, heard = [u["reference"] for u in utterances], [u["hypothesis"] for u in utterances]
    save("word_errors.json", {
        "wer": jiwer.wer(said, heard), "cer": jiwer.cer(said, heard), "utterances": utterances})


def sclite_counts(cases):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for place, name in [(1, "ref.trn"), (2, "hyp.trn")]:
            folder.joinpath(name).write_text("".join(" ".join(c[place]) + f" ({c[0]})\n" for c in cases))
        output = subprocess.run(
            [SCTK / "sclite", "-r", "ref.trn", "trn", "-h", "hyp.trn", "trn", "-i", "spu_id", "-e", "utf-8",
             "-o", "pralign", "stdout"], cwd=folder, capture_output=True, text=True, check=True).stdout
    pairs = re.findall(r"id: \((\S+)\)\nScores: \(#C #S #D #I\) (\d+) (\d+) (\d+) (\d+)", output)
    return {name: [int(n) for n in numbers] for name, *numbers in pairs}


def turns(rng, speakers, length):
    result = []
    for speaker in speakers:
        clock = rng.random() * 3
        while clock < length:
            end = clock + 0.2 + rng.random() * 4
            result.append([speaker, round(clock, 2), round(end, 2)])
            clock = end + 0.1 + rng.random() * 6
    return result


def annotation(turns):
    result = Annotation()
    for index, (speaker, start, end) in enumerate(turns):
        result[Segment(start, end), index] = speaker
    return result


def md_eval(reference, hypothesis, regions, collar, skip):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, side in [("ref", reference), ("hyp", hypothesis)]:
            folder.joinpath(name).write_text("".join(
                f"SPEAKER f 1 {start:.2f} {end - start:.2f} <NA> <NA> {speaker} <NA> <NA>\n"
                for speaker, start, end in side))
        folder.joinpath("uem").write_text("".join(f"f 1 {start} {end}\n" for start, end in regions))
        command = [SCTK / "md-eval.pl", "-r", "ref", "-s", "hyp", "-u", "uem", "-c", str(collar)]
        output = subprocess.run(
            command + (["-1"] if skip else []), cwd=folder, capture_output=True, text=True, check=True).stdout
    def seconds(label):
        return float(re.search(label + r"\s*=\s*([\d.]+) secs", output).group(1))
    return [seconds("SCORED SPEAKER TIME"), seconds("MISSED SPEAKER TIME"),
            seconds("FALARM SPEAKER TIME"), seconds("SPEAKER ERROR TIME")]


def diarization():
    rng = random.Random(2)
    cases = []
    for index in range(24):
        reference = turns(rng, "ABCDE"[: rng.randint(1, 5)], 30)
        hypothesis = turns(rng, "wxyz"[: rng.randint(1, 4)], 30)
        if index % 3:  # mostly hypotheses that have something to do with the reference
            names = {s: rng.choice("wxyz") if rng.random() < 0.3 else s.lower() for s in "ABCDE"}
            moved = [[names[s], round(max(0, a + rng.uniform(-0.4, 0.4)), 2), round(b + rng.uniform(-0.1, 0.4), 2)]
                     for s, a, b in reference if rng.random() > 0.1]
            hypothesis = without_own_overlap([t for t in moved if t[2] > t[1]])
        collar, skip = rng.choice([0, 0.1, 0.25]), rng.random() < 0.4
        extent = [min(t[1] for t in reference + hypothesis), max(t[2] for t in reference + hypothesis)]
        regions = [extent] if index % 2 else [[2.0, 11.5], [14.0, 27.25]]
        uem = Timeline([Segment(*r) for r in regions])
        options = {"collar": 2 * collar, "skip_overlap": skip}
        r, h = annotation(reference), annotation(hypothesis)
        der = DiarizationErrorRate(**options)(r, h, uem=uem, detailed=True)
        cases.append({
            "reference": reference, "hypothesis": hypothesis, "regions": regions, "collar": collar, "skip_overlap": skip,
            "pyannote": [der["total"], der["missed detection"], der["false alarm"], der["confusion"]],
            "jer": JaccardErrorRate(**options)(r, h, uem=uem),
            "md_eval": md_eval(reference, hypothesis, regions, collar, skip),
        })
    save("diarization.json", cases)


def without_own_overlap(turns):
    result, ends = [], {}
    for speaker, start, end in sorted(turns, key=lambda t: t[1]):
        start = max(start, ends.get(speaker, 0))
        if end > start:
            result.append([speaker, start, end])
            ends[speaker] = end
    return result


def verification():
    rng = np.random.default_rng(3)
    cases = []
    for targets, others, gap, decimals in [(40, 200, 1.5, 3), (200, 1000, 2.5, 1), (5, 7, 0.2, 2), (30, 30, 9, 3)]:
        yes = np.round(rng.normal(gap, 1, targets), decimals)
        no = np.round(rng.normal(0, 1, others), decimals)
        truth = np.concatenate([np.ones(targets), np.zeros(others)])
        fpr, tpr, _ = roc_curve(truth, np.concatenate([yes, no]), drop_intermediate=False)
        cases.append({
            "targets": yes.tolist(), "others": no.tolist(),
            "eer": brentq(lambda x: 1 - x - interp1d(fpr, tpr)(x), 0, 1, xtol=1e-12),
            "min_dcf": min(0.01 * (1 - tpr) + 0.99 * fpr) / 0.01,
            "min_dcf_half": min(10 * 0.5 * (1 - tpr) + 1 * 0.5 * fpr) / 0.5,
        })
    save("verification.json", cases)


def speaker_words():
    rng = random.Random(4)
    cases = []
    for _ in range(30):
        vocabulary = ["one", "two", "three"]
        reference = {s: rng.choices(vocabulary, k=rng.randint(1, 8)) for s in "ABCD"[: rng.randint(1, 4)]}
        names = list("wxyz")
        rng.shuffle(names)
        hypothesis = {n: corrupted(words, vocabulary, 0.5, rng) for n, words in zip(names, reference.values())}
        if rng.random() < 0.3:
            hypothesis.pop(rng.choice(list(hypothesis)))
        if rng.random() < 0.3:
            hypothesis["extra"] = rng.choices(vocabulary, k=3)
        hypothesis = {n: words for n, words in hypothesis.items() if words}
        score = cp_word_error_rate({s: " ".join(w) for s, w in reference.items()},
                                   {s: " ".join(w) for s, w in hypothesis.items()})
        cases.append({"reference": reference, "hypothesis": hypothesis, "errors": score.errors, "length": score.length})
    save("speaker_words.json", cases)


def assignment():
    rng = np.random.default_rng(5)
    cases = []
    for rows, columns in [(1, 1), (3, 3), (2, 5), (6, 3), (8, 8), (12, 10), (0, 0), (4, 4)]:
        gains = rng.integers(-5, 20, (rows, columns)).astype(float)
        chosen = linear_sum_assignment(gains, maximize=True)
        cases.append({"gains": gains.tolist(), "total": float(gains[chosen].sum())})
    save("assignment.json", cases)


def confidence():
    """NCE as sclite prints it, three decimals."""
    rng = random.Random(6)
    words = [rng.choice(["one", "two", "three", "four"]) for _ in range(400)]
    said, heard, outcomes = [], [], []
    for place, word in enumerate(words):
        confidence = round(rng.uniform(0.05, 0.99), 3)
        right = rng.random() < confidence ** 0.7
        said.append(word)
        heard.append(f"f 1 {place}.2 0.5 {word if right else 'wrong'} {confidence}\n")
        outcomes.append([confidence, right])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        folder.joinpath("ref.stm").write_text(
            "".join(f"f 1 a {i * 100}.0 {i * 100 + 100}.0 {' '.join(said[i * 100:i * 100 + 100])}\n" for i in range(4)))
        folder.joinpath("hyp.ctm").write_text("".join(heard))
        output = subprocess.run(
            [SCTK / "sclite", "-r", "ref.stm", "stm", "-h", "hyp.ctm", "ctm", "-o", "sum", "stdout"],
            cwd=folder, capture_output=True, text=True, check=True).stdout
    nce = float(re.search(r"Sum/Avg.*\|\s*(-?[\d.]+)\s*\|", output).group(1))
    ordered = sorted(outcomes)
    bins = np.array_split(np.array(ordered, dtype=float), 15)
    ece = sum(abs(b[:, 0].mean() - b[:, 1].mean()) * len(b) for b in bins) / len(outcomes)
    save("confidence.json", {"outcomes": [[c, int(r)] for c, r in outcomes], "nce": nce, "ece": ece})


word_errors()
diarization()
verification()
speaker_words()
assignment()
confidence()
