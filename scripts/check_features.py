"""Compares Steno's features with kaldi-native-fbank's on real speech.

Both compute in single precision, so both are compared with the same features in double precision too
(exact_features.py): where the two differ by more than 1e-3, one of them, or each a little, is off by rounding.

What is asserted, and why:
- Within 70 dB of the frame's loudest band (for MFCCs: in frames all of whose bands are) no value differs by more than
  1e-3. A Fourier transform of 512 values in single precision adds to every bin an error of about 1e-7 of the largest
  bin's amplitude; 1e-3 of a logarithm of energy is 5e-4 of an amplitude, so a band is safe when its amplitude is
  above 2e-4 of the largest: -74 dB. A lifter multiplies cepstra by up to 12: there it is 12e-3.
- Over all values Steno is no further from double precision than kaldi-native-fbank, by the root mean square, give or
  take a tenth.

Needs numpy, soundfile and kaldi-native-fbank.

    swift build -c release --product StenoBenchmarks
    python scripts/check_features.py FOLDER [--files 60]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import exact_features
import kaldi_native_fbank as knf
import numpy as np
import soundfile

LIMIT = 1e-3
LIFT = 12  # 1 + 22 / 2
RANGE = 70 * np.log(10) / 10
SETS = {
    "fbank 80": {"feature_extractor_type": "fbank", "num_mel_bins": 80},
    "fbank 40 hann reflected": {
        "feature_extractor_type": "fbank", "num_mel_bins": 40, "win_function": "hanning", "edges": "reflected"},
    "mfcc 13 energy": {"feature_extractor_type": "mfcc"},
    "mfcc 40 no lifter": {"feature_extractor_type": "mfcc", "num_mel_bins": 40, "num_ceps": 40, "energy": None, "cepstral_lifter": 0.0},
}


def reference(c: dict, samples: np.ndarray, rate: int) -> np.ndarray:
    is_fbank = c["feature_extractor_type"] == "fbank"
    options = knf.FbankOptions() if is_fbank else knf.MfccOptions()
    options.frame_opts.samp_freq = rate
    options.frame_opts.dither = 0
    options.frame_opts.window_type = c.get("win_function", "povey")
    options.frame_opts.snip_edges = c.get("edges", "snipped") == "snipped"
    options.mel_opts.num_bins = c.get("num_mel_bins", 23)
    options.energy_floor = 0
    if not is_fbank:
        options.num_ceps = c.get("num_ceps", 13)
        options.cepstral_lifter = c.get("cepstral_lifter", 22.0)
        options.use_energy = "energy" not in c
    extractor = (knf.OnlineFbank if is_fbank else knf.OnlineMfcc)(options)
    extractor.accept_waveform(rate, (samples * 32768).tolist())
    extractor.input_finished()
    frames = [extractor.get_frame(i) for i in range(extractor.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, 1), np.float32)


def resolved(c: dict, samples: np.ndarray, rate: int) -> np.ndarray:
    """Which values single precision resolves, `[T, F]` or `[T, 1]`."""
    bands = exact_features.features(
        {"num_mel_bins": 23} | c | {"feature_extractor_type": "fbank"}, samples, rate)
    audible = bands > bands.max(axis=1, keepdims=True, initial=-np.inf) - RANGE
    return audible if c["feature_extractor_type"] == "fbank" else audible.all(axis=1, keepdims=True)


def steno(program: Path, c: dict, rate: int, audio: Path, folder: Path) -> np.ndarray:
    configuration = folder / "configuration.json"
    configuration.write_text(json.dumps(c | {"sampling_rate": rate}))
    output = folder / "features.f32"
    subprocess.run([program, "features", configuration, audio, output], check=True)
    return np.fromfile(output, "<f4")


def compare(name: str, c: dict, chosen: list[Path], program: Path, folder: Path) -> bool:
    """Prints how the two differ; returns whether that is more than the rules allow."""
    rows = []
    for audio in chosen:
        samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
        samples = samples.mean(axis=1)
        theirs, exact = reference(c, samples, rate), exact_features.features(c, samples, rate)
        ours = steno(program, c, rate, audio, folder).reshape(theirs.shape)
        mask = np.broadcast_to(resolved(c, samples, rate), theirs.shape)
        rows.append(np.stack([ours - theirs, ours - exact, theirs - exact, mask], axis=-1).reshape(-1, 4))
    values = np.concatenate(rows)
    differences, mask = np.abs(values[:, :3]), values[:, 3] > 0
    within, largest = differences[mask, 0].max(), differences.max(axis=0)
    above, rms = (differences > LIMIT).sum(axis=0), np.sqrt((differences**2).mean(axis=0))
    print(f"{name}, {len(chosen)} files, {len(values)} values, {mask.mean():.2%} of them within 70 dB")
    print(f"  largest difference from kaldi-native-fbank: {within:.1e} within 70 dB, {largest[0]:.1e} of all")
    for label, column in [("from kaldi-native-fbank", 0), ("from double precision", 1), ("  the same of kaldi-native-fbank", 2)]:
        print(f"  {label}: {above[column]} values above {LIMIT:g}, largest {largest[column]:.1e}, root mean square {rms[column]:.1e}")
    lifted = c["feature_extractor_type"] == "mfcc" and c.get("cepstral_lifter", 22) > 0
    return within > (LIFT * LIMIT if lifted else LIMIT) or rms[1] > 1.1 * rms[2]


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where audio files are looked for, at any depth")
    parser.add_argument("--files", type=int, default=60, help="how many of them, evenly spread")
    parser.add_argument("--program", type=Path, default=Path(".build/release/StenoBenchmarks"))
    arguments = parser.parse_args()
    found = sorted(p for p in arguments.folder.rglob("*") if p.suffix in {".wav", ".flac", ".opus", ".ogg"})
    chosen = found[:: max(len(found) // arguments.files, 1)][: arguments.files]
    if not chosen:
        sys.exit(f"{arguments.folder} holds no audio")
    with tempfile.TemporaryDirectory() as folder:
        failed = [compare(name, c, chosen, arguments.program, Path(folder)) for name, c in SETS.items()]
    return any(failed)


if __name__ == "__main__":
    sys.exit(main())
