"""Makes the signals and reference features that FeatureReferenceTests compares with.

Needs numpy, soundfile, torch, torchaudio and kaldi-native-fbank (made with 1.22.5 and torchaudio 2.11.0):
    python make_references.py
"""

import json
from pathlib import Path

import kaldi_native_fbank as knf
import numpy as np
import soundfile
import torch
import torchaudio.compliance.kaldi as kaldi

HERE = Path(__file__).parent


def signal(rate: int) -> np.ndarray:
    """0.7 s: a voiced glide with formants, hiss, an offset, a click, digital silence; 16-bit integers."""
    rng = np.random.default_rng(20)
    t = np.arange(int(0.7 * rate)) / rate
    pitch = 2 * np.pi * np.cumsum(110 + 60 * t) / rate
    voice = sum(np.sin(k * pitch) / k * (1 + np.cos(k * 0.9 + 3 * t)) for k in range(1, 30))
    envelope = np.clip(np.sin(2 * np.pi * 3.3 * t), 0.02, None)
    x = 0.1 * voice * envelope + 0.01 * rng.standard_normal(len(t)) + 0.03
    x[int(0.31 * rate)] = 0.9
    x[int(0.5 * rate) : int(0.58 * rate)] = 0
    return np.clip(np.round(x * 32768), -32768, 32767).astype(np.int16)


def frame_options(options, c: dict):
    options.samp_freq = c["sampling_rate"]
    options.dither = 0
    options.window_type = c.get("win_function", "povey")
    options.snip_edges = c.get("edges", "snipped") == "snipped"
    options.preemph_coeff = c.get("preemphasis", 0.97)
    options.remove_dc_offset = c.get("remove_dc_offset", True)
    options.frame_length_ms = 1000 * c.get("win_length", c["sampling_rate"] // 40) / c["sampling_rate"]
    options.frame_shift_ms = 1000 * c.get("hop_length", c["sampling_rate"] // 100) / c["sampling_rate"]


def mel_options(options, c: dict, bins: int):
    options.num_bins = c.get("num_mel_bins", bins)
    options.low_freq = c.get("frequency_min", 20)
    options.high_freq = c.get("frequency_max", 0)


def reference(c: dict, x: np.ndarray) -> np.ndarray:
    kind = c["feature_extractor_type"]
    if kind == "spectrogram":
        return kaldi.spectrogram(
            torch.from_numpy(x)[None], dither=0, energy_floor=0, sample_frequency=c["sampling_rate"],
            window_type=c.get("win_function", "povey"), snip_edges=c.get("edges", "snipped") == "snipped",
            raw_energy=c.get("energy", "raw") == "raw").numpy()
    options = knf.FbankOptions() if kind == "fbank" else knf.MfccOptions()
    frame_options(options.frame_opts, c)
    mel_options(options.mel_opts, c, 80 if kind == "fbank" else 23)
    options.energy_floor = c.get("energy_floor", 0)
    energy = c.get("energy", None if kind == "fbank" else "raw")
    options.use_energy = energy is not None
    options.raw_energy = energy == "raw"
    if kind == "fbank":
        options.use_log_fbank = c.get("log", True)
        options.use_power = c.get("spectrum", "power") == "power"
        extractor = knf.OnlineFbank(options)
    else:
        options.num_ceps = c.get("num_ceps", 13)
        options.cepstral_lifter = c.get("cepstral_lifter", 22)
        extractor = knf.OnlineMfcc(options)
    extractor.accept_waveform(c["sampling_rate"], x.tolist())
    extractor.input_finished()
    return np.stack([extractor.get_frame(i) for i in range(extractor.num_frames_ready)])


FBANK, MFCC, SPECTROGRAM = ({"feature_extractor_type": k, "sampling_rate": 16000} for k in ("fbank", "mfcc", "spectrogram"))
SETS = {
    "fbank-80": FBANK,
    "fbank-40-hann-reflected": FBANK | {"num_mel_bins": 40, "win_function": "hanning", "edges": "reflected"},
    "fbank-80-unit-scale": FBANK | {"sample_scale": "unit"},
    "fbank-23-energy-hamming": FBANK | {"num_mel_bins": 23, "win_function": "hamming", "energy": "raw"},
    "fbank-64-band-limited": FBANK | {"num_mel_bins": 64, "frequency_min": 60.0, "frequency_max": 7600.0, "win_function": "rectangular", "remove_dc_offset": False, "preemphasis": 0.0},
    "fbank-24-magnitude-linear": FBANK | {"num_mel_bins": 24, "spectrum": "magnitude", "log": False, "sample_scale": "unit"},
    "fbank-40-20ms": FBANK | {"num_mel_bins": 40, "win_length": 320, "hop_length": 160, "edges": "reflected"},
    "fbank-40-8k": FBANK | {"num_mel_bins": 40, "sampling_rate": 8000},
    "mfcc-13-energy": MFCC,
    "mfcc-13-windowed-energy": MFCC | {"energy": "windowed", "energy_floor": 1.0},
    "mfcc-40-no-energy-8k": MFCC | {"num_ceps": 40, "num_mel_bins": 40, "energy": None, "sampling_rate": 8000, "edges": "reflected"},
    "mfcc-20-no-lifter": MFCC | {"num_ceps": 20, "cepstral_lifter": 0.0},
    "spectrogram": SPECTROGRAM,
    "spectrogram-8k-reflected": SPECTROGRAM | {"sampling_rate": 8000, "edges": "reflected", "energy": "windowed"},
}


def main():
    signals = {rate: signal(rate) for rate in (8000, 16000)}
    for rate, x in signals.items():
        soundfile.write(HERE / f"signal-{rate}.wav", x, rate, subtype="PCM_16")
    for old in HERE.glob("*.f32"):
        old.unlink()
    for name, configuration in SETS.items():
        scale = 32768 if configuration.get("sample_scale") == "unit" else 1
        x = signals[configuration["sampling_rate"]].astype(np.float32) / scale
        features = reference(configuration, x).astype("<f4")
        features.tofile(HERE / f"{name}.f32")
        (HERE / f"{name}.json").write_text(json.dumps(configuration, indent=1) + "\n")
        print(name, features.shape, f"{features.min():.2f} to {features.max():.2f}")


main()
