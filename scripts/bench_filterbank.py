"""Times Steno's 80-band filterbank and kaldi-native-fbank's (C++) in turn and prints the ratio.

Run with the Python that has kaldi-native-fbank 1.22 (later wheels come without its C++ library), numpy and soundfile, on a
16-bit mono WAV file of 16 kHz; needs g++. The features are compared first (check_features.py): a fast wrong answer fails.

    swift build -c release --product StenoBenchmarks
    python scripts/bench_filterbank.py AUDIO.wav [--pairs 9]
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import kaldi_native_fbank

HERE = Path(__file__).parent


def build_peer(folder: Path) -> Path:
    package, program = Path(kaldi_native_fbank.__file__).parent, folder / "filterbank_peer"
    subprocess.run(
        ["g++", "-O2", "-std=c++17", "-D_GLIBCXX_USE_CXX11_ABI=0", HERE / "filterbank_peer.cc",
         f"-I{package}/include", f"-L{package}/lib", "-lkaldi-native-fbank-core", f"-Wl,-rpath,{package}/lib",
         "-o", program], check=True)
    return program


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("audio", type=Path)
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument("--program", type=Path, default=Path(".build/release/StenoBenchmarks"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "audio").mkdir()
        shutil.copy(arguments.audio, folder / "audio" / "speech.wav")
        subprocess.run(
            [sys.executable, HERE / "check_features.py", folder / "audio", "--program", arguments.program], check=True)
        peer = build_peer(folder)
        ratios, steno_seconds, peer_seconds = [], [], []
        for _ in range(arguments.pairs):
            output = subprocess.run(
                [arguments.program, "filterbank", arguments.audio, "--repeat", "1"],
                check=True, capture_output=True, text=True).stdout
            steno = json.loads(output.splitlines()[0])["seconds"]
            output = subprocess.run(
                [peer, arguments.audio, "1"], check=True, capture_output=True, text=True).stdout
            steno_seconds.append(steno)
            peer_seconds.append(float(output))
            ratios.append(peer_seconds[-1] / steno)
    print(
        f"steno {statistics.median(steno_seconds):.4f} s (best {min(steno_seconds):.4f}), "
        f"kaldi-native-fbank {statistics.median(peer_seconds):.4f} s (best {min(peer_seconds):.4f}); "
        f"ratio median {statistics.median(ratios):.2f}, lowest {min(ratios):.2f}, highest {max(ratios):.2f}, "
        f"best over best {min(peer_seconds) / min(steno_seconds):.2f}, {arguments.pairs} pairs")


main()
