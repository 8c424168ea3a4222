#!/usr/bin/env python3
"""Writes operations.safetensors: values and gradients of single operations, computed by PyTorch.

For each operation NAME: its inputs as NAME.input.X, its output NAME.output, the fixed weights of the output in the
loss NAME.weights (loss = sum(weights * output)), and the gradients NAME.gradient.X.
Run with PyTorch 2.13 and safetensors: python make_operations.py
"""
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(20)
torch.set_num_threads(1)
tensors = {}


def case(name, function, **inputs):
    inputs = {key: value.clone().double().requires_grad_(True) for key, value in inputs.items()}
    output = function(*inputs.values())
    weights = torch.randn(output.shape, dtype=torch.float64)
    gradients = torch.autograd.grad((output * weights).sum(), list(inputs.values()))
    tensors[f"{name}.output"], tensors[f"{name}.weights"] = output, weights
    for (key, value), gradient in zip(inputs.items(), gradients):
        tensors[f"{name}.input.{key}"], tensors[f"{name}.gradient.{key}"] = value, gradient


n = torch.randn
case("add_row", lambda x, y: x + y, x=n(2, 3, 4), y=n(4))
case("subtract_column", lambda x, y: x - y, x=n(2, 3, 4), y=n(2, 3, 1))
case("multiply_middle", lambda x, y: x * y, x=n(2, 3, 4), y=n(2, 1, 4))
case("divide", lambda x, y: x / y, x=n(2, 3), y=n(2, 3).abs() + 0.5)
for name in ["exp", "tanh", "sigmoid", "relu", "silu", "gelu"]:
    case(name, getattr(torch, name, None) or getattr(F, name), x=2 * n(3, 37))
case("log", torch.log, x=n(3, 37).abs() + 0.1)
case("sqrt", torch.sqrt, x=n(3, 7).abs() + 0.1)
case("glu", lambda x: F.glu(x, -1), x=n(3, 22))
case("softmax", lambda x: F.softmax(x, -1), x=3 * n(4, 33))
case("log_softmax", lambda x: F.log_softmax(x, -1), x=3 * n(4, 33))
case("matmul", lambda x, y: x @ y, x=n(2, 3, 5), y=n(2, 5, 4))
case("matmul_first", lambda x, y: x.transpose(1, 2) @ y, x=n(2, 5, 3), y=n(2, 5, 4))
case("matmul_second", lambda x, y: x @ y.transpose(1, 2), x=n(2, 3, 5), y=n(2, 4, 5))
case("matmul_both", lambda x, y: x.transpose(1, 2) @ y.transpose(1, 2), x=n(2, 5, 3), y=n(2, 4, 5))
case("linear", F.linear, input=n(2, 3, 5), weight=n(4, 5), bias=n(4))
case("layer_norm", lambda x, weight, bias: F.layer_norm(x, (19,), weight, bias, 1e-5), x=n(5, 19), weight=n(19), bias=n(19))
case("batch_norm", lambda x, weight, bias: F.batch_norm(x, None, None, weight, bias, True, 0.1, 1e-5),
     x=n(11, 6), weight=n(6), bias=n(6))


def channels_behind_frames(convolution):
    """Ours is [B, T, C, F], PyTorch's [B, C, T, F]."""
    return lambda x, weight, bias: convolution(x.transpose(1, 2), weight, bias).transpose(1, 2)


case("conv2d_causal", channels_behind_frames(lambda x, w, b: F.conv2d(F.pad(x, (1, 1, 2, 0)), w, b, 2)),
     x=n(2, 9, 3, 8), weight=n(5, 3, 3, 3), bias=n(5))
case("conv2d_same", channels_behind_frames(lambda x, w, b: F.conv2d(x, w, b, 2, 1)),
     x=n(2, 8, 1, 10), weight=n(4, 1, 3, 3), bias=n(4))

case("conv2d_depthwise", channels_behind_frames(lambda x, w, b: F.conv2d(x, w, b, (2, 2), (1, 1), groups=3)),
     x=n(2, 7, 3, 8), weight=n(3, 1, 3, 3), bias=n(3))
case("conv2d_depthwise_wide", channels_behind_frames(lambda x, w, b: F.conv2d(F.pad(x, (2, 0, 0, 2)), w, b, (1, 1), groups=3)),
     x=n(2, 5, 3, 4), weight=n(3, 1, 3, 5), bias=n(3))


def depthwise(before, after):
    def run(x, weight, bias):
        return F.conv1d(F.pad(x.transpose(1, 2), (before, after)), weight, bias, groups=weight.shape[0]).transpose(1, 2)

    return run


case("depthwise_causal", depthwise(4, 0), x=n(2, 7, 6), weight=n(6, 1, 5), bias=n(6))
case("depthwise_same", depthwise(2, 2), x=n(2, 7, 6), weight=n(6, 1, 5), bias=n(6))


def lstm(reverse, lengths):
    def run(x, weight_ih, weight_hh, bias_ih, bias_hh):
        outputs = []
        for b, length in enumerate(lengths):
            frames = x[b, :length].flip(0) if reverse else x[b, :length]
            h = c = torch.zeros(weight_hh.shape[1], dtype=x.dtype)
            rows = []
            for frame in frames:
                i, f, g, o = (weight_ih @ frame + bias_ih + weight_hh @ h + bias_hh).chunk(4)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
                rows.append(h)
            y = torch.stack(rows)
            y = y.flip(0) if reverse else y
            outputs.append(F.pad(y, (0, 0, 0, x.shape[1] - length)))
        return torch.stack(outputs)

    return run


sizes = dict(x=n(3, 6, 5), weight_ih=n(16, 5) / 2, weight_hh=n(16, 4) / 2, bias_ih=n(16) / 2, bias_hh=n(16) / 2)
case("lstm_forward", lstm(False, [6, 4, 1]), **sizes)
case("lstm_backward", lstm(True, [6, 4, 1]), **sizes)


def ctc(labels, lengths):
    def run(logits):
        return F.ctc_loss(
            logits.log_softmax(-1).transpose(0, 1), torch.tensor([symbol for row in labels for symbol in row]),
            torch.tensor(lengths), torch.tensor([len(row) for row in labels]), reduction="none")

    return run


case("ctc", ctc([[1, 2, 2, 3], [], [4], [3, 3]], [10, 3, 7, 4]), logits=2 * n(4, 10, 5))

save_file({key: value.detach().float().contiguous() for key, value in tensors.items()},
          Path(__file__).parent / "operations.safetensors")
