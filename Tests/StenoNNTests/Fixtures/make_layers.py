#!/usr/bin/env python3
"""Writes layers.safetensors: values and gradients of whole layers, computed by PyTorch.

For each layer NAME: the input NAME.input.x, the parameters NAME.parameter.P under PyTorch's own names P, the output
NAME.output, its fixed weights in the loss NAME.weights (loss = sum(weights * output)), and the gradients
NAME.gradient.x and NAME.gradient.P.
Run with PyTorch 2.13 and safetensors: python make_layers.py
"""
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

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

save_file({key: value.detach().float().contiguous() for key, value in tensors.items()},
          Path(__file__).parent / "layers.safetensors")
