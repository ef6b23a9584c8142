"""Golden values for the losses of packages/networks: value and gradients.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/networks_losses.py

CTC is torch's, with infinite losses at zero: texts of several lengths, none, with repeated letters, and
one that its frames are too few for. Gradients are those of the sum over the batch, in double precision.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 5
OUT = Path('packages/networks/test/golden/losses.json')
PROVENANCE = f'tools/golden/networks_losses.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'

rng = np.random.default_rng(SEED)


def draw(*shape, scale=1.0):
    """Numbers that float32 holds exactly."""
    values = (scale * rng.normal(size=shape)).astype(np.float32).astype(np.float64)
    return torch.tensor(values, requires_grad=True)


def plain(tensor):
    return {'shape': list(tensor.shape), 'values': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def padded(rows, length):
    """ids and mask, float."""
    ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1.0] * len(row) + [0.0] * (length - len(row)) for row in rows], dtype=torch.float64)
    return ids, mask


def result(loss, logits, **inputs):
    (gradient,) = torch.autograd.grad(loss.sum(), [logits])
    return {
        'inputs': {'logits': plain(logits), **{name: plain(value) for name, value in inputs.items()}},
        'expected': {'loss': plain(loss), 'gradient': plain(gradient)},
    }


def ctc(scale):
    rows = [[1, 2, 3, 4], [2, 2, 2], [], [5, 5, 4, 4, 3], [1], [3, 1, 2, 4, 5]]
    frames = [9, 7, 6, 6, 1, 9]
    ids, mask = padded(rows, 5)
    frame_mask = torch.tensor([[float(t < n) for t in range(9)] for n in frames], dtype=torch.float64)
    logits = draw(len(rows), 9, 6, scale=scale)
    loss = F.ctc_loss(
        F.log_softmax(logits, -1).transpose(0, 1), ids, torch.tensor(frames), torch.tensor([len(row) for row in rows]),
        blank=0, reduction='none', zero_infinity=True)
    return result(loss, logits, ids=ids, mask=mask, frameMask=frame_mask)


def tokens():
    ids, mask = padded([[2, 4, 5, 6, 3], [2, 6, 3], [2], []], 5)
    logits = draw(4, 5, 7)
    surprise = F.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:], reduction='none')
    return result((surprise * mask[:, 1:]).sum(1), logits, ids=ids, mask=mask)


def lengths():
    frames = torch.tensor([1, 4, 6])
    mask = (torch.arange(6) < frames[:, None]).double()
    logits = draw(3, 6)
    return result(F.cross_entropy(logits, frames - 1, reduction='none'), logits, mask=mask)


def main():
    cases = {
        'ctc': ctc(1.0),
        'ctc, sure of itself': ctc(12.0),
        'tokens': tokens(),
        'lengths': lengths(),
    }
    golden = {
        'provenance': PROVENANCE,
        'inputs': {name: c['inputs'] for name, c in cases.items()},
        'expected': {name: c['expected'] for name, c in cases.items()},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
