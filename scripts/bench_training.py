"""Times training steps of Steno and of PyTorch in turn on four reference networks and prints a table of ratios.

PEERS is the folder whose `models.py` defines the networks (plain PyTorch modules by the names of `NAMES`). Weights, a
batch of 16 x 8 s and the loss are the same on both sides: CTC summed over utterances / 16, gradients clipped at 5,
AdamW. Losses of the first steps and all gradients are compared before anything is timed: a fast wrong answer fails.
With two threads Steno gives each half of the batch, as its trainer does (batch norm then sees halves).

    swift build -c release --product StenoBenchmarks
    python scripts/bench_training.py PEERS [--threads 1 2] [--rounds 5]        # with torch, safetensors
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_inference import as_named_here

PROGRAM = Path(".build/release/StenoBenchmarks")
NETWORKS = ["lstm-s", "blstm", "transformer-s", "conformer-s"]
BATCH, FRAMES, LABELS = 16, 800, 60


def worker(peers, network, work, threads):
    """PyTorch's side, a process of its own: checks first, then three steps for every line it reads."""
    sys.path.insert(0, peers)
    import resource

    import models
    import torch
    import torch.nn.functional as F
    from safetensors.torch import load_file, save_file

    torch.set_num_threads(threads)
    batch = load_file(f"{work}/batch.safetensors")
    features, labels = batch["features"], batch["labels"].long()
    lengths, label_lengths = torch.full((BATCH,), FRAMES // 4), torch.full((BATCH,), LABELS)

    def make():
        model = models.make(network).train()
        optimizer = torch.optim.AdamW(
            model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-8, weight_decay=1e-2, fused=True)
        return model, optimizer

    def loss_of(model):
        return F.ctc_loss(
            model(features).transpose(0, 1), labels, lengths, label_lengths, blank=0, reduction="sum") / BATCH

    def step(model, optimizer):
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(model)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        return loss.item()

    model, optimizer = make()
    save_file(as_named_here(model.state_dict()), f"{work}/{network}.safetensors")
    loss_of(model).backward()
    save_file(as_named_here({k: p.grad for k, p in model.named_parameters()}), f"{work}/{network}.gradients")
    model, optimizer = make()
    print(json.dumps([step(model, optimizer) for _ in range(4)]), flush=True)
    for _ in sys.stdin:
        seconds = []
        for _ in range(3):
            begun = time.perf_counter()
            step(model, optimizer)
            seconds.append(time.perf_counter() - begun)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": statistics.median(seconds), "peakMegabytes": peak}), flush=True)


def steno(network, work, threads, *options):
    command = [PROGRAM, "train", network, f"{work}/{network}.safetensors", f"{work}/batch.safetensors",
               "--threads", str(threads), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def check(network, work, losses):
    """On one thread, where both sides compute the batch as a whole."""
    from safetensors.numpy import load_file

    output = steno(network, work, 1, "--gradients", f"{work}/steno.gradients")
    own = [float(line) for line in output.split()]
    ours, theirs = load_file(f"{work}/steno.gradients"), load_file(f"{work}/{network}.gradients")
    assert ours.keys() == theirs.keys(), ours.keys() ^ theirs.keys()
    gap = sum(((ours[k] - theirs[k]) ** 2).sum() for k in ours) ** 0.5
    size = sum((theirs[k] ** 2).sum() for k in ours) ** 0.5
    assert gap < 1e-3 * size, f"{network}: gradients differ by {gap / size:.1e}"
    assert all(abs(a - b) < 1e-3 * b for a, b in zip(own, losses)), (own, losses)
    return gap / size


def compare(peers, network, work, threads, rounds):
    peer = subprocess.Popen(
        [sys.executable, __file__, peers, "--worker", network, str(work), str(threads)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": str(threads)})
    difference = check(network, work, json.loads(peer.stdout.readline()))
    pairs = []
    for _ in range(rounds):
        own = json.loads(steno(network, work, threads, "--repeat", "3"))
        peer.stdin.write("go\n")
        peer.stdin.flush()
        pairs.append((own, json.loads(peer.stdout.readline())))
    peer.stdin.close()
    peer.wait()
    ratios = [theirs["seconds"] / own["seconds"] for own, theirs in pairs]
    audio = BATCH * FRAMES / 100
    own, theirs = ([audio / pair[side]["seconds"] for pair in pairs] for side in (0, 1))
    memory = [max(pair[side]["peakMegabytes"] for pair in pairs) for side in (0, 1)]
    print(f"| {network} | {threads} | {statistics.median(own):.0f} | {statistics.median(theirs):.0f} "
          f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) "
          f"| {memory[0]:.0f} / {memory[1]:.0f} | {difference:.0e} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers")
    parser.add_argument("--networks", nargs="+", default=NETWORKS)
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        network, work, threads = arguments.worker
        return worker(arguments.peers, network, work, int(threads))
    import numpy as np
    from safetensors.numpy import save_file

    random = np.random.default_rng(9)
    with tempfile.TemporaryDirectory() as work:
        save_file({
            "features": random.standard_normal((BATCH, FRAMES, 80)).astype(np.float32),
            "labels": random.integers(1, 32, (BATCH, LABELS)).astype(np.float32)}, f"{work}/batch.safetensors")
        print("| network | threads | Steno, audio s/s | PyTorch, audio s/s | ratio | peak MB | gradients differ by |\n"
              "|---|---|---|---|---|---|---|")
        for network in arguments.networks:
            for threads in arguments.threads:
                compare(arguments.peers, network, Path(work), threads, arguments.rounds)


main()
