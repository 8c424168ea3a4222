"""Times the CTC loss with its gradient in Steno and in PyTorch in turn and prints a table of ratios.

Three batches of random logits, utterances of unequal length; from logits, so both sides compute the log-softmax.
Losses and gradients are compared with PyTorch's in double precision before anything is timed: a fast wrong answer fails.

    swift build -c release --product StenoBenchmarks
    python scripts/bench_ctc.py [--threads 1 2] [--rounds 7]        # with torch, safetensors
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import load_file, save_file

PROGRAM = Path(".build/release/StenoBenchmarks")
SHAPES = [(400, 16, 32, 60), (1000, 8, 500, 150), (200, 32, 30, 30)]


def batch(frames, size, symbols, labels):
    random = np.random.default_rng(3)
    return {
        "logits": (random.standard_normal((size, frames, symbols)) * 2).astype(np.float32),
        "labels": random.integers(1, symbols, (size, labels)).astype(np.float32),
        "frames": random.integers(int(frames * 0.8), frames + 1, size).astype(np.float32),
        "counts": random.integers(int(labels * 0.7), labels + 1, size).astype(np.float32)}


class Torch:
    def __init__(self, data):
        self.logits = torch.from_numpy(data["logits"]).transpose(0, 1).contiguous()
        self.labels, self.frames, self.counts = (
            torch.from_numpy(data[key]).long() for key in ("labels", "frames", "counts"))

    def losses(self, logits):
        return F.ctc_loss(
            F.log_softmax(logits, -1), self.labels, self.frames, self.counts, blank=0, reduction="none",
            zero_infinity=True)

    def reference(self):
        logits = self.logits.double().requires_grad_()
        losses = self.losses(logits)
        losses.sum().backward()
        return losses.detach().numpy(), logits.grad.transpose(0, 1).numpy()

    def seconds(self):
        begun = time.perf_counter()
        logits = self.logits.clone().requires_grad_()
        self.losses(logits).sum().backward()
        return time.perf_counter() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    print("| T, B, V, U | threads | Steno, ms | PyTorch, ms | ratio |\n|---|---|---|---|---|")
    for shape in SHAPES:
        data = batch(*shape)
        peer = Torch(data)
        with tempfile.TemporaryDirectory() as work:
            save_file(data, f"{work}/batch")
            command = [PROGRAM, "ctc", f"{work}/batch"]
            subprocess.run([*command, "--repeat", "1", "--results", f"{work}/own"], check=True, capture_output=True)
            own, (losses, gradient) = load_file(f"{work}/own"), peer.reference()
            assert np.allclose(own["losses"], losses, rtol=1e-4), abs(own["losses"] / losses - 1).max()
            assert abs(own["gradient"] - gradient).max() < 1e-4, abs(own["gradient"] - gradient).max()
            for threads in arguments.threads:
                torch.set_num_threads(threads)
                peer.seconds()
                pairs = []
                for _ in range(arguments.rounds):
                    output = subprocess.run(
                        [*command, "--threads", str(threads), "--repeat", "9"], check=True, capture_output=True,
                        text=True).stdout
                    theirs = statistics.median(peer.seconds() for _ in range(5))
                    pairs.append((json.loads(output)["seconds"], theirs))
                ratios = [theirs / mine for mine, theirs in pairs]
                mine, theirs = (1e3 * statistics.median(pair[side] for pair in pairs) for side in (0, 1))
                print(f"| {', '.join(map(str, shape))} | {threads} | {mine:.2f} | {theirs:.1f} "
                      f"| {statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f}) |", flush=True)


main()
