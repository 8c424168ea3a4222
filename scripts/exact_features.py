"""Kaldi's filterbank and MFCCs in double precision: what kaldi-native-fbank and Steno both round.

The window and the weights of the mel bands are the single-precision numbers that both programs use, since they define
the features; everything after them is computed in double precision. Needs numpy.
"""

import ctypes
import ctypes.util

import numpy as np

EPSILON = float(np.finfo(np.float32).eps)
logf = ctypes.CDLL(ctypes.util.find_library("m")).logf
logf.restype, logf.argtypes = ctypes.c_float, [ctypes.c_float]


def mel(hertz: np.float32) -> np.float32:
    return np.float32(1127) * np.float32(logf(np.float32(1) + hertz / np.float32(700)))


def filterbank(bands: int, rate: int, size: int, lowest: float = 20) -> np.ndarray:
    """Triangular weights as MelBanks::InitKaldiMelBanks makes them, `[bands, size / 2]`."""
    low, high = mel(np.float32(lowest)), mel(np.float32(rate / 2))
    step = (high - low) / np.float32(bands + 1)
    centers = np.array([mel(np.float32(i) * (np.float32(rate) / np.float32(size))) for i in range(size // 2)])
    weights = np.zeros((bands, size // 2), np.float32)
    for band in range(bands):
        left, middle, right = (low + np.float32(band + k) * step for k in range(3))
        rising = (centers > left) & (centers <= middle)
        falling = (centers > middle) & (centers < right)
        weights[band, rising] = (centers[rising] - left) / (middle - left)
        weights[band, falling] = (right - centers[falling]) / (right - middle)
    return weights.astype(np.float64)


def window(name: str, length: int) -> np.ndarray:
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / (length - 1))
    return np.float32(hann**0.85 if name == "povey" else hann).astype(np.float64)


def frames(samples: np.ndarray, rate: int, edges: str) -> np.ndarray:
    length, shift = int(rate * 0.025), int(rate * 0.01)
    if edges == "snipped":
        starts = np.arange(max((len(samples) - length) // shift + 1, 0)) * shift
    else:
        starts = np.arange((len(samples) + shift // 2) // shift) * shift + shift // 2 - length // 2
    index = starts[:, None] + np.arange(length)
    while ((index < 0) | (index >= len(samples))).any():
        index = np.where(index < 0, -index - 1, np.where(index >= len(samples), 2 * len(samples) - 1 - index, index))
    return samples[index]


def features(c: dict, samples: np.ndarray, rate: int) -> np.ndarray:
    """Features of samples of full scale ±1 as a configuration of Steno's names them, `[T, F]`."""
    is_fbank = c["feature_extractor_type"] == "fbank"
    d = frames(samples.astype(np.float64) * 32768, rate, c.get("edges", "snipped"))
    d = d - d.mean(axis=1, keepdims=True)
    energy = np.log(np.maximum((d * d).sum(axis=1), EPSILON))
    d = d - float(np.float32(0.97)) * np.concatenate([d[:, :1], d[:, :-1]], axis=1)
    size = 1 << (d.shape[1] - 1).bit_length()
    power = np.abs(np.fft.rfft(d * window(c.get("win_function", "povey"), d.shape[1]), size)) ** 2
    count = c.get("num_mel_bins", 23)
    bands = np.log(np.maximum(power[:, : size // 2] @ filterbank(count, rate, size).T, EPSILON))
    if is_fbank:
        return bands
    cepstra, lifter = np.arange(c.get("num_ceps", 13)), c.get("cepstral_lifter", 22.0)
    cosines = np.sqrt(np.where(cepstra == 0, 1, 2) / count)[:, None] * np.cos(
        np.pi / count * (np.arange(count) + 0.5) * cepstra[:, None])
    lift = 1 + 0.5 * lifter * np.sin(np.pi * cepstra / lifter) if lifter else np.ones(len(cepstra))
    values = bands @ (cosines * lift[:, None]).T
    if "energy" not in c:
        values[:, 0] = energy
    return values
