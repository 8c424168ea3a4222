"""What Hugging Face's `tokenizers` and `transformers` make of the tokenizer files that Steno writes.

Reads tokenizer/{plain,bytes}/tokenizer.json (written by Steno's BytePairTrainer from tokenizer/corpus.txt) and
writes tokenizer/{plain,bytes}/encodings.json: texts with their labels and what these decode to.

    pip install tokenizers transformers
    python make_tokenizer_fixtures.py
"""

import json
import pathlib

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

HERE = pathlib.Path(__file__).parent / "tokenizer"
TEXTS = HERE.joinpath("corpus.txt").read_text().splitlines() + [
    "she", "hows", "a", "the the the", "woodpecker", "sachant u\u0308ber",
    "thethethe sssss", "it isn't",
]
FOREIGN = ["日本 語", "a 😀 smile", "ĸœ", "naïve the"]

for kind in ["plain", "bytes"]:
    path = HERE / kind / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path))
    fast = PreTrainedTokenizerFast(tokenizer_file=str(path))
    encodings = []
    for text in TEXTS + (FOREIGN if kind == "bytes" else []):
        ids = tokenizer.encode(text).ids
        assert fast(text)["input_ids"] == ids, text
        encodings.append({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)})
    (HERE / kind / "encodings.json").write_text(json.dumps(encodings, ensure_ascii=False, indent=1) + "\n")
    print(kind, len(encodings), "texts")
