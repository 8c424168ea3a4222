"""Writes ctc.json: losses and gradients of PyTorch's CTC loss in double precision on small random batches.

Run with PyTorch 2: python ctc.py. Logits come from a seeded generator; gradients are those of the sum of the losses
with respect to the logits, log_softmax included.
"""
import json
import pathlib

import torch


def case(frames, symbols, lengths, targets, blank, seed, scale=2.0):
    generator = torch.Generator().manual_seed(seed)
    logits = (torch.randn(len(lengths), frames, symbols, generator=generator, dtype=torch.float64) * scale)
    logits = logits.float().double().requires_grad_(True)
    losses = torch.nn.functional.ctc_loss(
        logits.log_softmax(-1).transpose(0, 1),
        torch.tensor([label for target in targets for label in target], dtype=torch.long),
        torch.tensor(lengths), torch.tensor([len(target) for target in targets]),
        blank=blank, reduction="none", zero_infinity=False)
    losses.sum().backward()
    return {
        "frames": frames, "symbols": symbols, "blank": blank, "lengths": lengths, "targets": targets,
        "logits": logits.detach().float().flatten().tolist(), "losses": losses.tolist(),
        "gradient": [float(f"{value:.9g}") for value in logits.grad.flatten().tolist()],
    }


cases = [
    case(12, 5, [12, 9, 7], [[1, 2, 3], [2, 2, 2, 4], [1]], 0, 1),
    case(20, 9, [20, 13], [[3, 3, 1, 1, 8, 2], [5, 6, 7, 8]], 4, 2),
    case(40, 30, [40, 31, 40, 25], [[i % 29 + 1 for i in range(15)], [7] * 10, [], list(range(1, 21))], 0, 3),
    case(50, 4, [50], [[1, 2] * 12], 3, 4, scale=8.0),
]
target = pathlib.Path(__file__).with_name("ctc.json")
target.write_text(json.dumps(cases))
