"""Times one epoch of a recipe by `steno train` and by PyTorch: the same network, the same utterances, from the files on disk.

Both read the recordings, change speed and level, make the filterbank, hide bands and stretches, and train with two CTC losses
and AdamW; PyTorch's side is soundfile, a linear resampling, kaldi-native-fbank and torch, batches of Steno's size made by as many
workers of a `DataLoader` as there are threads. The recipe is one of streaming LSTMs with phonemes, as corpora/mini-librispeech/recipe.json.
What is timed are the steps: starting, reading the manifest and the test on the development set are left out.

    swift build -c release --product steno
    python scripts/bench_epoch.py corpora/mini-librispeech/recipe.json data/mini-librispeech [--threads 2] [--utterances 400]
        # with torch, kaldi-native-fbank, soundfile
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(".build/release/steno").resolve()


def steno(recipe, data, threads, work):
    """Audio seconds a second of the steps of one epoch, as the run's metrics say, and how many steps."""
    document = json.loads(Path(recipe).read_text())
    document["training"] = document["training"] | {"epochs": 1, "patience": 1}
    document["data"] |= {"train": [f"{work}/train.jsonl"], "dev": [f"{work}/dev.jsonl"]}
    Path(work, "recipe.json").write_text(json.dumps(document))
    subprocess.run(
        [PROGRAM, "train", f"{work}/recipe.json", "--data", data, "--output", f"{work}/run", "--threads", str(threads)],
        check=True, capture_output=True)
    events = [json.loads(line) for line in Path(work, "run/metrics.jsonl").read_text().splitlines()]
    epoch = next(event for event in events if event["event"] == "epoch")
    return epoch["timing"]["audio_seconds_per_second"], epoch["step"], epoch["values"]["epoch_loss"]


def torch_epoch(recipe, utterances, threads):
    """The same of PyTorch."""
    import kaldi_native_fbank
    import numpy as np
    import soundfile
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.set_num_threads(threads)
    random.seed(1)
    shape, masks, sizes = recipe["model"], recipe["augmentation"]["spec_augment"], recipe["batches"]
    bins, hidden, channels = recipe["features"]["bins"], shape["hidden_size"], shape["subsampling_conv_channels"]
    letters = sorted({letter for u in utterances for letter in u["text"]})

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.convolutions = nn.ModuleList(nn.Conv2d(n, channels, 3, 2, 1) for n in (1, channels))
            self.linear = nn.Linear(channels * bins // 4, hidden)
            self.lstms = nn.ModuleList(nn.LSTM(hidden, hidden, batch_first=True) for _ in range(shape["num_hidden_layers"]))
            self.norms = nn.ModuleList(nn.LayerNorm(hidden) for _ in self.lstms)
            self.ahead = nn.Conv1d(hidden, hidden, shape["lookahead_frames"] + 1, groups=hidden)
            self.heads = nn.ModuleList([nn.Linear(hidden, len(letters) + 1), nn.Linear(hidden, 79)])

        def forward(self, x):
            x = x[:, None]
            for convolution in self.convolutions:
                x = F.relu(convolution(x))
            x = F.dropout(self.linear(x.transpose(1, 2).flatten(2)), shape["dropout"])
            for lstm, norm in zip(self.lstms, self.norms):
                x = F.dropout(norm(lstm(x)[0]), shape["dropout"])
            x = x + self.ahead(F.pad(x.transpose(1, 2), (0, shape["lookahead_frames"]))).transpose(1, 2)
            return [head(x).log_softmax(-1).transpose(0, 1) for head in self.heads]

    def features(utterance):
        samples, rate = soundfile.read(utterance["audio_filepath"], dtype="float32")
        speed = random.choice(recipe["augmentation"]["speed"]["factors"])
        if speed != 1:
            samples = np.interp(np.arange(0, len(samples), speed), np.arange(len(samples)), samples).astype(np.float32)
        samples = samples * 10 ** (random.uniform(*recipe["augmentation"]["volume"]["decibels"]) / 20)
        options = kaldi_native_fbank.FbankOptions()
        options.frame_opts.dither = 0
        options.mel_opts.num_bins = bins
        bank = kaldi_native_fbank.OnlineFbank(options)
        bank.accept_waveform(rate, samples)
        bank.input_finished()
        x = np.stack([bank.get_frame(i) for i in range(bank.num_frames_ready)])
        x = (x - x.mean(0)) / (x.std(0) + 1e-5)
        for _ in range(masks["frequency_masks"]):
            width = random.randint(0, masks["frequency_width"])
            start = random.randint(0, bins - width)
            x[:, start: start + width] = 0
        for _ in range(masks["time_masks"]):
            width = random.randint(0, int(masks["time_fraction"] * len(x)))
            start = random.randint(0, len(x) - width)
            x[start: start + width] = 0
        return torch.from_numpy(x), len(samples) / rate

    model = Network()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    batches, batch = [], []
    for utterance in sorted(utterances, key=lambda u: u["duration"]):
        if batch and (len(batch) + 1) * utterance["duration"] > sizes["max_seconds"] or len(batch) == sizes["max_utterances"]:
            batches, batch = batches + [batch], []
        batch.append(utterance)
    batches.append(batch)
    random.shuffle(batches)
    loader = torch.utils.data.DataLoader(
        batches, batch_size=None, num_workers=threads, collate_fn=lambda batch: (batch, [features(u) for u in batch]))
    begun, audio, total = time.perf_counter(), 0.0, 0.0
    for batch, inputs in loader:
        audio += sum(seconds for _, seconds in inputs)
        lengths = torch.tensor([(len(x) + 3) // 4 for x, _ in inputs])
        labels = [[1 + letters.index(letter) for letter in u["text"]] for u in batch]
        # A phoneme for each letter but the blanks: about as many as a dictionary has.
        sounds = [[1 + letter % 78 for letter in row if letters[letter - 1] != " "] for row in labels]
        outputs = model(nn.utils.rnn.pad_sequence([x for x, _ in inputs], batch_first=True))
        losses = [
            F.ctc_loss(output, torch.tensor(sum(rows, [])), lengths, torch.tensor([len(row) for row in rows]), reduction="sum",
                       zero_infinity=True) / len(batch)
            for output, rows in zip(outputs, (labels, sounds))]
        loss = 0.5 * losses[0] + 0.5 * losses[1]
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        total += loss.item() * len(batch)
    return audio / (time.perf_counter() - begun), len(batches), total / len(utterances)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe")
    parser.add_argument("data")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--utterances", type=int, help="so many of the corpus; all of it unless said otherwise")
    arguments = parser.parse_args()
    recipe = json.loads(Path(arguments.recipe).read_text())
    folder = Path(arguments.data).resolve()
    lines = [json.loads(line) for line in (folder / "train.jsonl").read_text().splitlines()]
    random.seed(1)
    random.shuffle(lines)
    utterances = lines[: arguments.utterances]
    for utterance in utterances:
        utterance["audio_filepath"] = str(folder / utterance["audio_filepath"])
    with tempfile.TemporaryDirectory() as work:
        for name, rows in (("train", utterances), ("dev", utterances[:1])):
            Path(work, f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        own = steno(arguments.recipe, folder, arguments.threads, work)
        theirs = torch_epoch(recipe, utterances, arguments.threads)
    seconds = sum(utterance["duration"] for utterance in utterances)
    print(f"{len(utterances)} utterances, {seconds / 3600:.2f} h, {arguments.threads} threads\n")
    print("| | audio s/s | the epoch | steps | mean loss, nats |\n|---|---|---|---|---|")
    for name, (speed, steps, loss) in (("Steno", own), ("PyTorch", theirs)):
        print(f"| {name} | {speed:.0f} | {seconds / speed:.0f} s | {steps} | {loss:.0f} |")
    print(f"\nratio {own[0] / theirs[0]:.2f}")


if __name__ == "__main__":
    main()
