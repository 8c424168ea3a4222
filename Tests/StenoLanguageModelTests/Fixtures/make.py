"""Makes the fixtures of StenoLanguageModelTests: needs the Python module kenlm. usage: python make.py

text.txt        300 sentences over 400 invented words, Zipf-like, seed 1
text4.arpa      interpolated modified Kneser-Ney of order 4 of text.txt, by the plain implementation below
pruned3.arpa    the same of order 3 with trigrams that occur once left out
holes.arpa      text4.arpa without most bigrams and trigrams that are no context, though longer n-grams end in them
scores.json     what KenLM says about random sentences, unknown words among them, with text4.arpa and holes.arpa
text4.arpa.gz   text4.arpa packed by gzip
"""
import collections, gzip, json, math, os, random
import kenlm

HERE = os.path.dirname(os.path.abspath(__file__))
path = lambda name: os.path.join(HERE, name)


def make_text():
    rng = random.Random(1)
    words = ["w%d" % i for i in range(400)]
    weights = [1 / (i + 3) for i in range(400)]
    lines = []
    for _ in range(300):
        line = []
        for _ in range(rng.randint(1, 12)):
            if line and rng.random() < 0.5:
                line.append(words[(words.index(line[-1]) * 7 + 3 + int(rng.expovariate(0.4))) % 400])
            else:
                line.append(rng.choices(words, weights)[0])
        lines.append(" ".join(line))
    open(path("text.txt"), "w").write("\n".join(lines) + "\n")
    return [line.split() for line in lines]


def estimate(sentences, order, thresholds):
    """Chen & Goodman 1998, interpolated, modified; counts as lmplz adjusts them; by dictionaries."""
    raw = [None] + [collections.Counter() for _ in range(order)]
    for sentence in sentences:
        s = ["<s>"] + sentence + ["</s>"]
        for end in range(1, len(s)):
            for n in range(1, order + 1):
                if end - n + 1 >= 0:
                    raw[n][tuple(s[end - n + 1 : end + 1])] += 1
    count = [None] + [dict() for _ in range(order)]
    count[order] = dict(raw[order])
    for n in range(1, order):
        extensions = collections.Counter(g[1:] for g in raw[n + 1])
        for g in raw[n]:
            count[n][g] = raw[n][g] if g[0] == "<s>" else extensions[g]
    discount = [None]
    for n in range(1, order + 1):
        t = collections.Counter(count[n].values())
        y = t[1] / (t[1] + 2 * t[2])
        discount.append([0] + [k - (k + 1) * y * t[k + 1] / t[k] for k in (1, 2, 3)])
        assert all(0 <= discount[n][k] <= k for k in (1, 2, 3)), (n, discount[n])
    d = lambda n, c: discount[n][min(c, 3)]
    pruned = lambda n, g: raw[n][g] <= thresholds[n - 1]
    vocabulary = sorted({w for s in sentences for w in s}) + ["</s>", "<unk>"]
    prob = [None] + [dict() for _ in range(order)]
    backoff = [None] + [dict() for _ in range(order)]
    total = sum(count[1].values())
    spread = sum(d(1, c) for c in count[1].values()) / total / len(vocabulary)
    for w in vocabulary:
        c = count[1].get((w,), 0)
        prob[1][(w,)] = (c - (d(1, c) if c else 0)) / total + spread
    for n in range(2, order + 1):
        totals, taken = collections.Counter(), collections.Counter()
        for g, c in count[n].items():
            totals[g[:-1]] += c
            taken[g[:-1]] += c if pruned(n, g) else d(n, c)
        for h in totals:
            backoff[n - 1][h] = taken[h] / totals[h]
        for g, c in count[n].items():
            h = g[:-1]
            prob[n][g] = (c - d(n, c)) / totals[h] + backoff[n - 1][h] * prob[n - 1][g[1:]]
    for n in range(2, order + 1):
        prob[n] = {g: p for g, p in prob[n].items() if not pruned(n, g)}
    prob[1][("<s>",)] = 0
    return prob, backoff


def write_arpa(name, prob, backoff, order):
    log = lambda p: "%.7f" % (math.log10(p) if p > 0 else -99)
    with open(path(name), "w") as f:
        f.write("\\data\\\n" + "".join("ngram %d=%d\n" % (n, len(prob[n])) for n in range(1, order + 1)))
        for n in range(1, order + 1):
            f.write("\n\\%d-grams:\n" % n)
            for g in sorted(prob[n]):
                f.write(log(prob[n][g]) + "\t" + " ".join(g))
                f.write("\t" + log(backoff[n].get(g, 1)) + "\n" if n < order else "\n")
        f.write("\n\\end\\\n")


def kenlm_scores(name):
    model = kenlm.Model(path(name))
    rng = random.Random(2)
    result = []
    for _ in range(400):
        words = ["w%d" % rng.randint(0, 420) if rng.random() < 0.9 else "never" for _ in range(rng.randint(0, 9))]
        if rng.random() < 0.6:
            words = rng.choice(TEXT)[: len(words) + 2]
        scores = [s for s, _, _ in model.full_scores(" ".join(words), bos=True, eos=True)]
        result.append({"words": words, "scores": scores})
    return result


if __name__ == "__main__":
    TEXT = make_text()
    prob, backoff = estimate(TEXT, 4, [0, 0, 0, 0])
    write_arpa("text4.arpa", prob, backoff, 4)
    rng = random.Random(3)
    needed = {g[:-1] for n in (3, 4) for g in prob[n]}  # KenLM wants every context to be there
    keep = lambda g: g in needed or rng.random() < 0.33
    holes = [None, prob[1]] + [{g: p for g, p in prob[n].items() if keep(g)} for n in (2, 3)] + [prob[4]]
    write_arpa("holes.arpa", holes, backoff, 4)
    prob3, backoff3 = estimate(TEXT, 3, [0, 0, 1])
    write_arpa("pruned3.arpa", prob3, backoff3, 3)
    scores = {name: kenlm_scores(name) for name in ("text4.arpa", "holes.arpa")}
    json.dump(scores, open(path("scores.json"), "w"), indent=0)
    with open(path("text4.arpa"), "rb") as f, open(path("text4.arpa.gz"), "wb") as g:
        g.write(gzip.compress(f.read(), mtime=0))
