"""Times inference of Steno and of onnxruntime in turn on four reference networks and prints a table of ratios.

PEERS is the folder whose `models.py` defines the networks (plain PyTorch modules by the names of `NETWORKS`, and
`LSTMStream`). Both sides get the same random weights and one utterance of 10 s: whole, and `lstm-s` in chunks of 160 ms
with its state carried on; float32, and int8 (onnxruntime's dynamic quantization on its side). Probabilities are compared
before anything is timed: a fast wrong answer fails.

    swift build -c release --product StenoBenchmarks
    python scripts/bench_inference.py PEERS [--threads 1 2] [--rounds 7]    # with torch, onnx, onnxruntime, safetensors
"""

import argparse
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

PROGRAM = Path(".build/release/StenoBenchmarks")
FRAMES, CHUNK = 1000, 16
WORK = [(network, None) for network in ("lstm-s", "blstm", "transformer-s", "conformer-s")] + [("lstm-s", CHUNK)]
# How far log-probabilities may lie from PyTorch's: rounding, and for eight bits as far as the peer's own do.
TOLERANCE = {"float32": 2e-3, "int8": 0.5}


def as_named_here(state):
    """The same tensors, where one projection to queries, keys and values is three."""
    named = {}
    for name, tensor in state.items():
        if ".qkv." in name:
            named |= {name.replace("qkv", part): rows.contiguous() for part, rows in zip("qkv", tensor.chunk(3))}
        else:
            named[name] = tensor.contiguous()
    return named


def export(peers, folder):
    """Weights as safetensors, networks as ONNX, features, and PyTorch's answers."""
    sys.path.insert(0, peers)
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    import models
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.torch import save_file

    generator = torch.Generator().manual_seed(1)
    features = torch.randn(1, FRAMES, 80, generator=generator)
    save_file({"features": features}, f"{folder}/features.safetensors")

    def write(module, inputs, names, name):
        outputs = ["logp"] + [n + "_" for n in names[1:]]
        torch.onnx.export(
            module, inputs, f"{folder}/{name}.float32.onnx", input_names=names, output_names=outputs,
            dynamic_axes={names[0]: {1: "T"}, "logp": {1: "N"}}, opset_version=17, dynamo=False)
        quantize_dynamic(
            f"{folder}/{name}.float32.onnx", f"{folder}/{name}.int8.onnx",
            op_types_to_quantize=["MatMul", "Gemm", "LSTM"], weight_type=QuantType.QInt8)

    for network, chunk in WORK:
        model = models.make(network).eval()
        for key, buffer in model.named_buffers():
            if key.endswith("running_mean"):
                buffer.copy_(torch.randn(buffer.shape, generator=generator) * 0.1)
            if key.endswith("running_var"):
                buffer.copy_(torch.rand(buffer.shape, generator=generator) * 0.05 + 0.02)
        if chunk:
            state = [torch.zeros(*s) for s in STATE.values()]
            write(models.LSTMStream(model).eval(), (features[:, :chunk], *state), ["feats", *STATE], network + ".stream")
            continue
        save_file(as_named_here(model.state_dict()), f"{folder}/{network}.safetensors")
        with torch.inference_mode():
            np.save(f"{folder}/{network}.npy", model(features).numpy())
        write(model, (features,), ["feats"], network)


STATE = {"c1": (1, 1, 2, 80), "c2": (1, 32, 2, 40), "h": (3, 1, 512), "c": (3, 1, 512)}


def worker(folder, network, chunk, precision, threads):
    """onnxruntime's side, a process of its own: its answer first, then medians of three for every line it reads."""
    import onnxruntime
    from safetensors.numpy import load_file

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    name = network + (".stream" if chunk else "")
    session = onnxruntime.InferenceSession(
        f"{folder}/{name}.{precision}.onnx", options, providers=["CPUExecutionProvider"])
    features = load_file(f"{folder}/features.safetensors")["features"]
    pieces = [np.ascontiguousarray(features[:, s : s + chunk]) for s in range(0, FRAMES, chunk)] if chunk else []

    def run():
        if not chunk:
            return session.run(None, {"feats": features})[0]
        state, answers = [np.zeros(s, np.float32) for s in STATE.values()], []
        for piece in pieces:
            answer, *state = session.run(None, dict(zip(["feats", *STATE], [piece, *state])))
            answers.append(answer)
        return np.concatenate(answers, 1)

    difference = float(np.abs(run() - np.load(f"{folder}/{network}.npy")).max())
    print(json.dumps(difference), flush=True)
    for _ in sys.stdin:
        seconds = []
        for _ in range(3):
            begun = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - begun)
        print(json.dumps(statistics.median(seconds)), flush=True)


def compare(folder, network, chunk, precision, threads, rounds):
    from safetensors.numpy import load_file

    peer = subprocess.Popen(
        [sys.executable, __file__, "-", "--worker", folder, network, str(chunk or 0), precision, str(threads)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    command = [PROGRAM, "infer", network, f"{folder}/{network}.safetensors", f"{folder}/features.safetensors",
               "--threads", str(threads), "--weights", precision] + (["--chunk", str(chunk)] if chunk else [])
    subprocess.run(command + ["--output", f"{folder}/own"], check=True)
    truth = np.load(f"{folder}/{network}.npy")
    own = float(np.abs(load_file(f"{folder}/own")["probabilities"] - truth).max())
    theirs = json.loads(peer.stdout.readline())
    assert own < TOLERANCE[precision], f"{network} {precision}: {own} from PyTorch's answer"
    pairs = []
    for _ in range(rounds):
        line = subprocess.run(command + ["--repeat", "3"], check=True, capture_output=True, text=True).stdout
        peer.stdin.write("go\n")
        peer.stdin.flush()
        pairs.append((json.loads(line)["seconds"], json.loads(peer.stdout.readline())))
    peer.stdin.close()
    peer.wait()
    ratios = [b / a for a, b in pairs]
    rtf = [statistics.median(pair[side] for pair in pairs) / (FRAMES / 100) * 1000 for side in (0, 1)]
    name = network + (f", chunks of {chunk * 10} ms" if chunk else "")
    print(f"| {name} | {precision} | {threads} | {rtf[0]:.2f} | {rtf[1]:.2f} "
          f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) | {own:.0e} / {theirs:.0e} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--worker", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        folder, network, chunk, precision, threads = arguments.worker
        return worker(folder, network, int(chunk), precision, int(threads))
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own: what exporting loads would slow the runs.
        subprocess.run([sys.executable, "-c", f"import runpy; runpy.run_path({__file__!r})['export']"
                        f"({arguments.peers!r}, {folder!r})"], check=True, stdout=subprocess.DEVNULL)
        print("| work | weights | threads | Steno, RTF × 1000 | onnxruntime, RTF × 1000 | ratio | furthest from PyTorch |\n"
              "|---|---|---|---|---|---|---|")
        for network, chunk in WORK:
            for precision in ("float32", "int8"):
                for threads in arguments.threads:
                    compare(folder, network, chunk, precision, threads, arguments.rounds)


if __name__ == "__main__":
    main()
