"""Writes ctc_denominator.json: ln of the sum over all label sequences of bigram times CTC probability, and its gradient by
automatic differentiation, in double precision.

Run with PyTorch 2: python ctc_denominator.py. The sum goes over the states of CTC's paths as one matrix of transitions,
in logarithms; the bigram is counted here anew.
"""
import json
import pathlib

import torch


def bigram(sequences, symbols, blank):
    pairs, single = torch.zeros(symbols, symbols, dtype=torch.float64), torch.ones(symbols, dtype=torch.float64)
    for labels in sequences:
        for label, following in zip([blank] + labels, labels + [blank]):
            pairs[label, following] += 1
            single[following] += 1
    kinds = (pairs > 0).sum(1, keepdim=True).clamp(min=1)
    return (pairs + kinds * single / single.sum()) / (pairs.sum(1, keepdim=True) + kinds)


def logarithm(emissions, probabilities, blank):
    """emissions [T, V] in logarithms. State c is in label c, state V + c in the blanks after it."""
    symbols = len(probabilities)
    moves = torch.zeros(2 * symbols, 2 * symbols, dtype=torch.float64)
    for label in range(symbols):
        moves[label, symbols + label] = moves[symbols + label, symbols + label] = 1
        for following in range(symbols):
            if following == blank:
                continue
            moves[symbols + label, following] = probabilities[label, following]
            moves[label, following] = 1 if label == following else probabilities[label, following]
    spoken = torch.cat([emissions, emissions[:, blank:blank + 1].expand(-1, symbols)], dim=1)
    alpha = torch.full((2 * symbols,), -1e30, dtype=torch.float64)
    alpha[symbols + blank] = 0
    for frame in spoken:
        alpha = torch.logsumexp(alpha[:, None] + moves.clamp(min=1e-300).log(), dim=0) + frame
        alpha = alpha.masked_fill(torch.arange(2 * symbols) == blank, -1e30)  # the blank is no label
    return torch.logsumexp(alpha + probabilities[:, blank].log().repeat(2), dim=0)


def case(frames, symbols, lengths, blank, seed, scale=2.0):
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(len(lengths), frames, symbols, generator=generator, dtype=torch.float64) * scale
    logits = logits.float().double().requires_grad_(True)
    sequences = [
        [(blank + 1 + int(step)) % symbols for step in torch.randint(symbols - 1, (8,), generator=generator)]
        for _ in range(2 * symbols)]
    probabilities = bigram(sequences, symbols, blank)
    sums = [
        logarithm(item[:length].log_softmax(-1), probabilities, blank) for item, length in zip(logits, lengths)]
    torch.stack(sums).sum().backward()
    return {
        "frames": frames, "symbols": symbols, "blank": blank, "lengths": lengths, "sequences": sequences,
        "logits": logits.detach().float().flatten().tolist(), "sums": [value.item() for value in sums],
        "gradient": [float(f"{value:.9g}") for value in logits.grad.flatten().tolist()],
    }


cases = [case(12, 5, [12, 9, 7], 0, 1), case(20, 9, [20, 13], 4, 2), case(30, 17, [30], 16, 3, scale=8.0)]
target = pathlib.Path(__file__).with_name("ctc_denominator.json")
target.write_text(json.dumps(cases))
