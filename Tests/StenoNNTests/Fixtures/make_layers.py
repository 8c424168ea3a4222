#!/usr/bin/env python3
"""Writes layers.safetensors: values and gradients of whole layers, computed by PyTorch.

For each layer NAME: the input NAME.input.x, the parameters NAME.parameter.P under PyTorch's own names P, the output
NAME.output, its fixed weights in the loss NAME.weights (loss = sum(weights * output)), and the gradients
NAME.gradient.x and NAME.gradient.P.
Run with PyTorch 2.13, transformers 5.23 and safetensors: python make_layers.py
"""
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from transformers import ParakeetEncoderConfig
from transformers.models.parakeet.modeling_parakeet import (
    ParakeetEncoderAttention, apply_rotary_pos_emb)

torch.manual_seed(21)
torch.set_num_threads(1)
tensors = {}


def case(name, module, x, run=None):
    module = module.double()
    x = x.double().requires_grad_(True)
    output = run(module, x) if run else module(x)
    weights = torch.randn(output.shape, dtype=torch.float64)
    named = [("x", x)] + [(key, value) for key, value in module.named_parameters()]
    gradients = torch.autograd.grad((output * weights).sum(), [value for _, value in named])
    tensors[f"{name}.output"], tensors[f"{name}.weights"] = output, weights
    for (key, value), gradient in zip(named, gradients):
        kind = "input" if value is x else "parameter"
        tensors[f"{name}.{kind}.{key}"], tensors[f"{name}.gradient.{key}"] = value, gradient


def packed(lengths):
    def run(module, x):
        sequence = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(module(sequence)[0], batch_first=True, total_length=x.shape[1])[0]

    return run


n = torch.randn
case("linear", nn.Linear(5, 3), n(2, 4, 5))
case("layer_norm", nn.LayerNorm(6), n(2, 4, 6))
case("lstm", nn.LSTM(5, 4, 2, batch_first=True), n(3, 7, 5), packed([7, 5, 2]))
case("blstm", nn.LSTM(5, 3, 2, batch_first=True, bidirectional=True), n(3, 6, 5), packed([4, 6, 1]))



def frames(lengths, total):
    """Which frames are real, [B, T]."""
    return torch.arange(total) < torch.tensor(lengths)[:, None]


def chunks(lengths, total, chunk, left):
    """Which frames s each frame t sees, [B, T, T]: its own chunk and `left` frames before the chunk."""
    t, s = torch.arange(total)[:, None], torch.arange(total)
    start = t // chunk * chunk
    real = frames(lengths, total)
    return ((s >= start - left) & (s < start + chunk))[None] & real[:, None] & real[:, :, None]


class Attention(nn.Module):
    """Plain or rotary attention in elementary operations."""

    def __init__(self, width, heads, rotary):
        super().__init__()
        self.heads, self.rotary = heads, rotary
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, mask):
        b, t, d = x.shape
        q, k, v = (p(x).view(b, t, self.heads, -1).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        if self.rotary:
            half = d // self.heads // 2
            rates = 10000 ** (-torch.arange(half, dtype=torch.float64) / half)
            angles = torch.cat([torch.arange(t)[:, None] * rates] * 2, -1)[None]
            q, k = apply_rotary_pos_emb(q, k, angles.cos(), angles.sin())
        scores = (q @ k.transpose(2, 3) / (d // self.heads) ** 0.5).masked_fill(~mask[:, None], -1e30)
        return self.o_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, d))


def relative(mask):
    def run(module, x):
        # As ParakeetEncoderRelPositionalEncoding does, but in double precision.
        positions = torch.arange(x.shape[1] - 1, -x.shape[1], -1, dtype=torch.float64)
        rates = 10000 ** (-torch.arange(0, config.hidden_size, 2, dtype=torch.float64) / config.hidden_size)
        angles = positions[:, None] * rates
        encoding = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)[None].expand(x.shape[0], -1, -1)
        # A frame that sees nothing would be NaN there: let it see all, then leave it out.
        visible = mask | ~mask.any(-1, keepdim=True)
        return module(x, encoding, visible[:, None])[0] * mask.any(-1)[..., None]

    return run


def masked(mask):
    return lambda module, x: module(x, mask) * mask.any(-1)[..., None]


lengths, total = [9, 6], 9
whole = frames(lengths, total)[:, None] & frames(lengths, total)[:, :, None]
limited = chunks(lengths, total, 3, 2)
config = ParakeetEncoderConfig(hidden_size=8, num_attention_heads=2, attn_implementation="eager", attention_dropout=0.0)
case("attention", Attention(8, 2, False), n(2, 9, 8), masked(whole))
case("attention_rotary", Attention(8, 2, True), n(2, 9, 8), masked(limited))
for name, mask in [("attention_relative", whole), ("attention_relative_chunked", limited)]:
    attention = ParakeetEncoderAttention(config, 0)
    nn.init.normal_(attention.bias_u), nn.init.normal_(attention.bias_v)
    case(name, attention, n(2, 9, 8), relative(mask))


def over_frames(module, x):
    return module(x.transpose(1, 2)).transpose(1, 2)


case("depthwise", nn.Conv1d(6, 6, 5, padding=2, groups=6), n(2, 7, 6), over_frames)
case("pointwise", nn.Conv1d(6, 4, 1), n(2, 7, 6), over_frames)


class TimeConvolution(nn.Module):
    """A dilated convolution whose weight is kept tap by tap, [k, N, D]."""

    def __init__(self):
        super().__init__()
        self.weight, self.bias = nn.Parameter(n(3, 5, 4)), nn.Parameter(n(5))

    def forward(self, x):
        return F.conv1d(x.transpose(1, 2), self.weight.permute(1, 2, 0), self.bias, dilation=2).transpose(1, 2)


case("time_convolution", TimeConvolution(), n(2, 8, 4))


def batch_norm(module, x):
    real = frames([5, 3], 5)
    return torch.zeros_like(x).masked_scatter(real[..., None], module(x[real]))


norm = nn.BatchNorm1d(4)
nn.init.normal_(norm.weight), nn.init.normal_(norm.bias)
case("batch_norm", norm, n(2, 5, 4), batch_norm)
tensors["batch_norm.parameter.running_mean"] = norm.running_mean * 0
tensors["batch_norm.parameter.running_var"] = norm.running_var * 0 + 1
tensors["batch_norm.after.running_mean"], tensors["batch_norm.after.running_var"] = norm.running_mean, norm.running_var


class AngularMargin(nn.Module):
    def forward(self, cosines):
        labels = torch.tensor([2, 0, 5, 2])
        widened = (cosines.acos() + 0.3).cos()
        return F.cross_entropy(30 * torch.where(F.one_hot(labels, 6).bool(), widened, cosines), labels)


case("angular_margin", AngularMargin(), torch.rand(4, 6) * 1.8 - 0.9)


class Pooling(nn.Module):
    def forward(self, x):
        return torch.cat([x.mean(1), (x.var(1, correction=0) + 1e-5).sqrt()], -1)


case("pooling", Pooling(), n(2, 6, 4))

assert all(value.isfinite().all() for value in tensors.values())
save_file({key: value.detach().float().contiguous() for key, value in tensors.items()},
          Path(__file__).parent / "layers.safetensors")
