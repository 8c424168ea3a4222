"""Compares Steno's features with kaldi-native-fbank's on real speech and prints the largest difference.

Single precision resolves a little over 100 dB within a frame: a band far below the frame's loudest one carries the
rounding errors of that one, in both programs. So the largest difference is printed for all values and for those of
bands within 70 dB of the loudest (for MFCCs: of frames all of whose bands are). Exits with 1 when one of the latter
is above 1e-3; where a lifter multiplies cepstra by up to 12, above 12e-3.

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
    """Which bands of which frames single precision resolves."""
    bands = reference(c | {"feature_extractor_type": "fbank", "num_mel_bins": c.get("num_mel_bins", 23)}, samples, rate)
    return bands > bands.max(axis=1, keepdims=True, initial=-np.inf) - RANGE


def steno(program: Path, c: dict, rate: int, audio: Path, folder: Path) -> np.ndarray:
    configuration = folder / "configuration.json"
    configuration.write_text(json.dumps(c | {"sampling_rate": rate}))
    output = folder / "features.f32"
    subprocess.run([program, "features", configuration, audio, output], check=True)
    return np.fromfile(output, "<f4")


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
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, c in SETS.items():
            all_values, resolved_values = [], []
            for audio in chosen:
                samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
                samples = samples.mean(axis=1)
                expected = reference(c, samples, rate)
                actual = steno(arguments.program, c, rate, audio, Path(folder)).reshape(expected.shape)
                difference = np.abs(actual - expected)
                mask = resolved(c, samples, rate)
                if c["feature_extractor_type"] == "mfcc":
                    mask = np.broadcast_to(mask.all(axis=1, keepdims=True), difference.shape)
                all_values.append(difference.ravel())
                resolved_values.append(difference[mask])
            every, within = np.concatenate(all_values), np.concatenate(resolved_values)
            print(
                f"{name}: largest difference {within.max():.2e} of {within.size} values within 70 dB; "
                f"{every.max():.2e} of all {every.size}, {np.sum(every > LIMIT)} of them above {LIMIT:g}; "
                f"{len(chosen)} files")
            lifted = c["feature_extractor_type"] == "mfcc" and c.get("cepstral_lifter", 22) > 0
            failed = failed or within.max() > (LIFT * LIMIT if lifted else LIMIT)
    return failed


sys.exit(main())
