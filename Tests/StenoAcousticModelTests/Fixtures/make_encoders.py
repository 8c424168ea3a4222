#!/usr/bin/env python3
"""Writes encoders.safetensors: emissions and gradients of whole acoustic networks, computed by PyTorch.

The Conformers are Hugging Face's own `ParakeetForCTC`, untouched (`parakeet`, `parakeet_padded`), or with the parts
replaced that the variants replace. The Transformers are written here in elementary operations. All are computed in double
precision, softmax too, which Hugging Face computes in single.

For each case NAME: the features NAME.input.x, the parameters NAME.parameter.P under their names in a bundle, the logits
NAME.output (0 beyond the end of an utterance), their fixed weights in the loss NAME.weights (loss = sum(weights *
output)), and the gradients NAME.gradient.x and NAME.gradient.P. NAME.values is the output at inference, where batch norm
uses its running statistics.
Run with PyTorch 2.13, transformers 5.23 and safetensors: python make_encoders.py
"""
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn
from transformers import ParakeetCTCConfig, ParakeetEncoderConfig, ParakeetForCTC
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS
from transformers.models.parakeet.modeling_parakeet import apply_rotary_pos_emb

torch.manual_seed(5)
torch.set_num_threads(1)
BINS, SYMBOLS, LENGTHS, TOTAL = 16, 5, [53, 38], 53
tensors = {}


def attention(module, query, key, value, attention_mask, scaling, **_):
    """Parakeet's `eager_attention_forward` without its cast to single precision."""
    weights = (query @ key.transpose(2, 3) * scaling + attention_mask).softmax(-1)
    return (weights @ value).transpose(1, 2).contiguous(), weights


ALL_ATTENTION_FUNCTIONS.register("double", attention)


def real(lengths, total):
    """Which frames are real, [B, T]."""
    return torch.arange(total) < torch.tensor(lengths)[:, None]


def shortened(lengths, factor):
    return [-(-length // factor) for length in lengths]


def features(lengths):
    return torch.randn(len(lengths), TOTAL, BINS) * real(lengths, TOTAL)[..., None]


def chunks(lengths, total, chunk, left):
    """Which frames s each frame t sees, [B, 1, T, T]: its own chunk and `left` frames before the chunk."""
    t, s = torch.arange(total)[:, None], torch.arange(total)
    start = t // chunk * chunk
    inside = real(lengths, total)
    return (((s >= start - left) & (s < start + chunk))[None] & inside[:, None] & inside[:, :, None])[:, None]


def case(name, network, lengths, factor, run):
    """`run` gives the logits [B, T', V] of features [B, T, F]."""
    frames = shortened(lengths, factor)
    x = features(lengths).double().requires_grad_(True)
    network.train()
    before = {key: value.clone() for key, value in network.named_buffers()}
    output = run(x)
    output = output * real(frames, output.shape[1])[..., None]
    weights = torch.randn(output.shape).double() * real(frames, output.shape[1])[..., None]
    named = [("x", x)] + list(network.named_parameters())
    gradients = torch.autograd.grad((output * weights).sum(), [value for _, value in named])
    for key, value in network.named_buffers():
        value.data.copy_(before[key])
        if key in network.state_dict() and not key.endswith("num_batches_tracked"):
            tensors[f"{name}.parameter.{key}"] = value
    network.eval()
    with torch.no_grad():
        values = run(x)
    tensors[f"{name}.values"] = values * real(frames, values.shape[1])[..., None]
    tensors[f"{name}.output"], tensors[f"{name}.weights"] = output, weights
    for (key, value), gradient in zip(named, gradients):
        kind = "input" if value is x else "parameter"
        tensors[f"{name}.{kind}.{key}"], tensors[f"{name}.gradient.{key}"] = value, gradient


def parakeet(factor, bias=True):
    encoder = ParakeetEncoderConfig(
        hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, conv_kernel_size=5,
        subsampling_factor=factor, subsampling_conv_channels=3, num_mel_bins=BINS, attention_bias=bias,
        convolution_bias=bias, dropout=0.0, layerdrop=0.0, activation_dropout=0.0, attention_dropout=0.0)
    config = ParakeetCTCConfig(encoder_config=encoder, vocab_size=SYMBOLS, pad_token_id=0)
    config._attn_implementation = encoder._attn_implementation = "double"
    network = ParakeetForCTC(config)
    for key, value in list(network.named_parameters()) + list(network.named_buffers()):
        if "norm" in key and value.dtype.is_floating_point:
            value.data = 1 + 0.3 * torch.rand_like(value) if "weight" in key or "var" in key else 0.3 * torch.randn_like(value)
        elif value.dtype.is_floating_point and "inv_freq" not in key:
            # Larger than the usual first weights, so that attention is far from even.
            value.data = torch.randn_like(value) * (0.3 if value.ndim == 1 else 1 / value[0].numel() ** 0.5)
    return network.double()


class RealFrames(nn.BatchNorm1d):
    """Batch norm whose statistics leave padding out; Hugging Face's counts it while training."""

    def forward(self, x):
        frames = x.transpose(1, 2)
        inside = real(self.lengths, frames.shape[1])
        return torch.zeros_like(frames).masked_scatter(inside[..., None], super().forward(frames[inside])).transpose(1, 2)


def take(module, kind):
    """A module of another kind with the same parameters."""
    module.__class__ = kind
    return module


network = parakeet(8)
case("parakeet", network, [TOTAL, TOTAL], 8, lambda x: network(input_features=x).logits)

padded = parakeet(4, bias=False)
for layer in padded.encoder.layers:
    take(layer.conv.norm, RealFrames).lengths = shortened(LENGTHS, 4)
mask = real(LENGTHS, TOTAL)
case("parakeet_padded", padded, LENGTHS, 4, lambda x: padded(input_features=x, attention_mask=mask).logits)


class FrameNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


class Causal(nn.Conv1d):
    def forward(self, x):
        x = F.pad(x, (self.kernel_size[0] - 1, 0))
        return F.conv1d(x, self.weight, self.bias, groups=self.groups)


def streaming(factor, chunk, left):
    network = parakeet(factor)
    for layer in network.encoder.layers:
        batch = layer.conv.norm
        layer.conv.norm = FrameNorm(8).double()
        layer.conv.norm.weight, layer.conv.norm.bias = batch.weight, batch.bias
        take(layer.conv.depthwise_conv, Causal)
    head = network.ctc_head

    def run(x):
        encoder = network.encoder
        y = encoder.subsampling(x, real(LENGTHS, TOTAL)) * encoder.input_scale
        seen = chunks(shortened(LENGTHS, factor), y.shape[1], chunk, left)
        for layer in encoder.layers:
            y = layer(y, attention_mask=seen, position_embeddings=encoder.encode_positions(y))
        return head(y)

    return network, run


for factor in (4, 8):
    network, run = streaming(factor, 3, 2)
    case(f"conformer_{factor}", network, LENGTHS, factor, run)
    # The head of the variants is a plain linear map.
    for key in ("parameter", "gradient"):
        tensors[f"conformer_{factor}.{key}.ctc_head.weight"] = tensors[f"conformer_{factor}.{key}.ctc_head.weight"][..., 0]


class Attention(nn.Module):
    def __init__(self, width, heads, positions):
        super().__init__()
        self.heads, self.positions, relative = heads, positions, positions == "relative"
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (nn.Linear(width, width) for _ in range(4))
        if relative:
            self.relative_k_proj = nn.Linear(width, width, bias=False)
            self.bias_u, self.bias_v = (nn.Parameter(torch.randn(heads, width // heads)) for _ in range(2))

    def split(self, x):
        return x.view(*x.shape[:-1], self.heads, -1).transpose(-3, -2)

    def forward(self, x, mask):
        b, t, d = x.shape
        q, k, v = (self.split(p(x)) for p in (self.q_proj, self.k_proj, self.v_proj))
        if self.positions == "relative":
            distance = torch.arange(t)[:, None] - torch.arange(t)
            rates = 10000 ** (-torch.arange(0, d, 2) / d)
            angles = distance[..., None].double() * rates
            keys = self.relative_k_proj(torch.stack([angles.sin(), angles.cos()], -1).flatten(2))
            keys = keys.view(t, t, self.heads, -1)
            u, w = (bias[:, None] for bias in (self.bias_u, self.bias_v))
            scores = (q + u) @ k.transpose(2, 3) + torch.einsum("bhtd,tshd->bhts", q + w, keys)
        elif self.positions == "sinusoidal":
            scores = q @ k.transpose(2, 3)
        else:
            half = d // self.heads // 2
            rates = 10000 ** (-torch.arange(half) / half)
            angles = torch.cat([torch.arange(t)[:, None].double() * rates] * 2, -1)[None]
            q, k = apply_rotary_pos_emb(q, k, angles.cos(), angles.sin())
            scores = q @ k.transpose(2, 3)
        scores = (scores / (d // self.heads) ** 0.5).masked_fill(~mask, -1e30)
        return self.o_proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, d))


class FeedForward(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        return self.linear2(F.silu(self.linear1(x)))


class Layer(nn.Module):
    def __init__(self, positions):
        super().__init__()
        self.self_attn, self.feed_forward = Attention(8, 2, positions), FeedForward(8, 12)
        self.norm_self_att, self.norm_feed_forward = nn.LayerNorm(8), nn.LayerNorm(8)

    def forward(self, x, mask):
        x = x + self.self_attn(self.norm_self_att(x), mask)
        return x + self.feed_forward(self.norm_feed_forward(x))


class Subsampling(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(1, channels, 3, 2, 1), nn.Conv2d(channels, channels, 3, 2, 1)])
        self.linear = nn.Linear(channels * BINS // 4, width)

    def forward(self, x, lengths):
        x = x[:, None]
        for layer in self.layers:
            x, lengths = layer(x).relu(), shortened(lengths, 2)
            x = x * real(lengths, x.shape[2])[:, None, :, None]
        return self.linear(x.transpose(1, 2).flatten(2))


class Transformer(nn.Module):
    def __init__(self, positions):
        super().__init__()
        self.positions = positions
        self.encoder = nn.Module()
        self.encoder.subsampling = Subsampling(3, 8)
        self.encoder.layers = nn.ModuleList([Layer(positions) for _ in range(2)])
        self.encoder.norm_out = nn.LayerNorm(8)
        self.ctc_head = nn.Linear(8, SYMBOLS)

    def forward(self, x, mask):
        y = self.encoder.subsampling(x, LENGTHS)
        if self.positions == "sinusoidal":
            frames, width = y.shape[1:]
            rates = 10000 ** (-torch.arange(0, width, 2) / width)
            angles = torch.arange(frames)[:, None].double() * rates
            y = y + torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
        for layer in self.encoder.layers:
            y = layer(y, mask)
        return self.ctc_head(self.encoder.norm_out(y))


lengths, total = shortened(LENGTHS, 4), shortened([TOTAL], 4)[0]
inside = real(lengths, total)
whole = (inside[:, None] & inside[:, :, None])[:, None]
for name, positions, mask in [
        ("transformer_rotary", "rotary", whole),
        ("transformer_relative_chunked", "relative", chunks(lengths, total, 3, 2)),
        ("transformer_sinusoidal", "sinusoidal", whole)]:
    transformer = Transformer(positions).double()
    case(name, transformer, LENGTHS, 4, lambda x: transformer(x, mask))

assert all(value.isfinite().all() for value in tensors.values())
save_file({key: value.detach().float().contiguous() for key, value in tensors.items()},
          Path(__file__).parent / "encoders.safetensors")
