"""Makes the fixtures of StenoDecodingTests: needs flashlight-text, kenlm and numpy. usage: python make.py

lm.arpa           a bigram model of 24 invented words
flashlight.json   letters, a lexicon, noisy emissions, and what Flashlight's lexicon decoder makes of them with that model
                  and a beam in which nothing is pruned. Pieces of words are left out: without a separator Flashlight
                  cannot let a word's last piece sound on, so that it misses the best path.
"""
import json, math, os, random
import numpy as np
from flashlight.lib.text.decoder import (
    CriterionType, LexiconDecoder, LexiconDecoderOptions, SmearingMode, Trie)
from flashlight.lib.text.decoder.kenlm import KenLM
from flashlight.lib.text.dictionary import Dictionary, create_word_dict

HERE = os.path.dirname(os.path.abspath(__file__))
path = lambda name: os.path.join(HERE, name)
rng = random.Random(1)
noise = np.random.default_rng(1)
LETTERS = "abcdefg"
WORDS = sorted({"".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 4))) for _ in range(40)})[:24]
WEIGHT, BONUS = 1.2, 0.4


def write_arpa():
    weights = np.array([1 / (i + 2) for i in range(len(WORDS))])
    unigrams = weights / weights.sum() * 0.8
    lines = ["\\data\\", "ngram 1=%d" % (len(WORDS) + 3)]
    bigrams = sorted({(rng.choice(["<s>"] + WORDS), rng.choice(WORDS + ["</s>"])) for _ in range(120)})
    lines += ["ngram 2=%d" % len(bigrams), "", "\\1-grams:", "-99\t<s>\t-0.3", "-1.2\t</s>", "-3\t<unk>"]
    lines += ["%.4f\t%s\t%.4f" % (math.log10(p), w, -0.6 * rng.random()) for w, p in zip(WORDS, unigrams)]
    lines += ["", "\\2-grams:"] + ["%.4f\t%s %s" % (-1.5 * rng.random(), a, b) for a, b in bigrams]
    open(path("lm.arpa"), "w").write("\n".join(lines + ["", "\\end\\", ""]))


def emissions(symbols, lexicon):
    """Frames of a random sentence, each symbol sometimes drowned by another."""
    frames = []
    for word in [rng.choice(WORDS) for _ in range(rng.randint(2, 4))]:
        for symbol in lexicon[word]:
            frames += [0] * rng.randint(1, 2) + [symbols.index(symbol)] * rng.randint(1, 2)
    logits = noise.normal(0, 1.6, (len(frames), len(symbols)))
    for frame, label in enumerate(frames):
        logits[frame, label] += 3.0
    logits -= np.log(np.exp(logits).sum(1, keepdims=True))
    return np.round(logits, 4).astype(np.float32)


def decoder(symbols, lexicon):
    tokens = Dictionary(symbols)
    words = create_word_dict({**{w: [s] for w, s in lexicon.items()}, "<unk>": []})
    lm = KenLM(path("lm.arpa"), words)
    separator = tokens.get_index("|")
    trie = Trie(tokens.index_size(), separator)
    start = lm.start(False)
    for word, spelling in lexicon.items():
        index = words.get_index(word)
        trie.insert([tokens.get_index(s) for s in spelling], index, lm.score(start, index)[1])
    trie.smear(SmearingMode.MAX)
    options = LexiconDecoderOptions(
        beam_size=20000, beam_size_token=len(symbols), beam_threshold=1e6, lm_weight=WEIGHT, word_score=BONUS,
        unk_score=-math.inf, sil_score=0.0, log_add=False, criterion_type=CriterionType.CTC)
    search = LexiconDecoder(options, trie, lm, separator, 0, words.get_index("<unk>"), [], False)

    def decode(e):
        best = search.decode(e.ctypes.data, e.shape[0], e.shape[1])[0]
        return " ".join(words.get_entry(i) for i in best.words if i >= 0)

    decode.keep = (tokens, words, lm, trie)
    return decode


if __name__ == "__main__":
    write_arpa()
    lexicon = {word: list(word) + ["|"] for word in WORDS}
    symbols = ["<blank>", "|"] + sorted(set("".join(WORDS)))
    decode = decoder(symbols, lexicon)
    cases = []
    for _ in range(8):
        e = emissions(symbols, lexicon)
        # Flashlight hears a last word only with its separator: make that certain.
        last = np.full((1, len(symbols)), -20, np.float32)
        last[0, 1] = 0
        e = np.ascontiguousarray(np.concatenate([e, last]))
        cases.append({"emissions": [round(float(x), 4) for x in e.flatten()], "text": decode(e)})
    result = {"weight": WEIGHT, "bonus": BONUS, "symbols": symbols, "lexicon": lexicon, "cases": cases}
    json.dump(result, open(path("flashlight.json"), "w"), separators=(",", ":"))
