"""Times whole processes in turn: `steno transcribe` of a file of 5 s, and two Python programs that do the same.

The programs read the file with soundfile, make the filterbank with kaldi-native-fbank, run the weights of a Steno bundle (an
LSTM that streams, in float32, such as models/digits) with onnxruntime or with torch, one thread each, and write down the
likeliest symbols. The three texts must be equal before anything is timed: a fast wrong answer fails.

    swift build -c release --product steno
    python scripts/bench_process.py models/digits Examples/sample/conversation.flac [--rounds 15]
        # with torch, onnx, onnxruntime, kaldi-native-fbank, soundfile, safetensors
"""

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(".build/release/steno").resolve()
SECONDS = 5

# What both Python programs do before and after the network; {run} gives log-probabilities of features [1, T, F].
PYTHON = """
import json, sys
import numpy as np, soundfile, kaldi_native_fbank
bundle, audio, network = sys.argv[1:]
front = json.load(open(bundle + "/preprocessor_config.json"))
samples, rate = soundfile.read(audio, dtype="float32")
options = kaldi_native_fbank.FbankOptions()
options.frame_opts.dither, options.frame_opts.snip_edges = 0, False
options.mel_opts.num_bins = front["num_mel_bins"]
options.mel_opts.low_freq, options.mel_opts.high_freq = front["frequency_min"], front["frequency_max"]
bank = kaldi_native_fbank.OnlineFbank(options)
bank.accept_waveform(rate, samples)
bank.input_finished()
x = np.stack([bank.get_frame(i) for i in range(bank.num_frames_ready)])
x = (x - np.float32(front["mean"])) / np.float32(front["std"])
x = np.concatenate([x, np.zeros((json.load(open(bundle + "/config.json"))["end_padding_frames"], x.shape[1]), np.float32)])[None]
{run}
symbols = sorted((number, symbol) for symbol, number in json.load(open(bundle + "/vocab.json")).items())
best = y[0].argmax(-1)
path = [s for before, s in zip([0, *best], best) if s != before and s != 0]
print(" ".join("".join(symbols[s][1] for s in path).replace("|", " ").split()))
"""
ONNX = """import onnxruntime
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
y = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]"""
TORCH = """import torch
torch.set_num_threads(1)
sys.path.insert(0, network)
import bench_process
with torch.inference_mode():
    y = bench_process.network(bundle)(torch.from_numpy(x)).numpy()"""


def network(bundle):
    """A streaming LSTM of `StenoAcousticModel` in plain PyTorch, with a bundle's weights."""
    import torch
    from safetensors.torch import load_file
    from torch import nn
    from torch.nn import functional as F

    shape = json.loads(Path(bundle, "config.json").read_text())
    weights = load_file(f"{bundle}/model.safetensors")
    layers, hidden, factor = shape["num_hidden_layers"], shape["hidden_size"], shape["subsampling_factor"]

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstms = nn.ModuleList(nn.LSTM(hidden, hidden, batch_first=True) for _ in range(layers))
            for number, lstm in enumerate(self.lstms):
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
                    getattr(lstm, name + "_l0").data = weights[f"encoder.lstm.{name}_l{number}"]

        def forward(self, x):
            x = x[:, None]
            for number, stride in enumerate((2 if factor > 1 else 1, 2 if factor > 2 else 1)):
                # A window of three frames ends with the last of the output frame's own.
                x = F.pad(x, (1, 1, 3 - stride, stride - 1))
                name = f"encoder.subsampling.layers.{number}"
                x = F.relu(F.conv2d(x, weights[name + ".weight"], weights[name + ".bias"], (stride, 2)))
            x = x.transpose(1, 2).flatten(2)
            x = F.linear(x, weights["encoder.subsampling.linear.weight"], weights["encoder.subsampling.linear.bias"])
            for number, lstm in enumerate(self.lstms):
                name = f"encoder.lstm.norms.{number}"
                x = F.layer_norm(lstm(x)[0], (hidden,), weights[name + ".weight"], weights[name + ".bias"])
            ahead = F.pad(x.transpose(1, 2), (0, shape["lookahead_frames"]))
            x = x + F.conv1d(ahead, weights["encoder.lookahead.weight"], weights["encoder.lookahead.bias"], groups=hidden).transpose(1, 2)
            return F.linear(x, weights["ctc_head.weight"], weights["ctc_head.bias"])

    return Network().eval()


def prepare(bundle, recording, audio, onnx):
    """The first seconds of a recording, and the network for onnxruntime."""
    import soundfile
    import torch

    samples, rate = soundfile.read(recording)
    if rate != 16000:
        sys.exit(f"{recording} has {rate} Hz; use a recording at 16000 Hz")
    soundfile.write(audio, samples[: SECONDS * rate], rate)
    bins = json.loads(Path(bundle, "config.json").read_text())["num_mel_bins"]
    torch.onnx.export(
        network(bundle), (torch.zeros(1, 100, bins),), onnx, input_names=["x"], output_names=["y"],
        dynamic_axes={"x": {1: "T"}, "y": {1: "N"}}, opset_version=17, dynamo=False)


def run(command):
    """Seconds, peak megabytes and the text of one process."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        sys.exit(f"{command[0]} failed; run it by hand: {command}")
    return seconds, usage.ru_maxrss / 1024, " ".join(text.split())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle")
    parser.add_argument("audio")
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        audio, onnx = f"{folder}/audio.wav", f"{folder}/network.onnx"
        # In a process of its own: a child's peak memory counts what its parent held when it was made.
        preparation = multiprocessing.get_context("spawn").Process(
            target=prepare, args=(arguments.bundle, arguments.audio, audio, onnx))
        preparation.start()
        preparation.join()
        if preparation.exitcode:
            sys.exit(1)
        python = [sys.executable, "-c"]
        programs = {
            "Steno": [str(PROGRAM), "transcribe", "--threads", "1", "--no-speakers", "--lexicon", "none", "--lm", "none",
                      "--search", "greedy", "-m", str(Path(arguments.bundle).resolve()), audio],
            "onnxruntime, kaldi-native-fbank": [*python, PYTHON.replace("{run}", ONNX), arguments.bundle, audio, onnx],
            "torch, kaldi-native-fbank": [*python, PYTHON.replace("{run}", TORCH), arguments.bundle, audio, str(Path(__file__).parent)],
        }
        texts = {name: run(command)[2] for name, command in programs.items()}
        if len(set(texts.values())) > 1:
            sys.exit(f"the texts differ: {texts}")
        figures = {name: [] for name in programs}
        for _ in range(arguments.rounds):
            for name, command in programs.items():
                figures[name].append(run(command)[:2])
    print(f"All wrote: {next(iter(texts.values()))}\n")
    print("| process | seconds (range) | peak MB | of it Steno's time is |")
    print("|---|---|---|---|")
    own = statistics.median(seconds for seconds, _ in figures["Steno"])
    for name, runs in figures.items():
        seconds = [s for s, _ in runs]
        median = statistics.median(seconds)
        print(f"| {name} | {median:.3f} ({min(seconds):.3f}–{max(seconds):.3f}) "
              f"| {statistics.median(m for _, m in runs):.0f} | {f'1/{median / own:.1f}' if name != 'Steno' else ''} |")


if __name__ == "__main__":
    main()
