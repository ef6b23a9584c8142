"""Golden values for the contrastive losses of packages/embedding: values and gradients.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/embedding_infoNce.py

The loss is put together as in Radford et al. 2021, figure 3, from torch's cross_entropy: with class
indices where each row has one positive, with probabilities where it has several. Where rows are absent,
the others are picked out and the loss is taken of them alone.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 7
OUT = Path('packages/embedding/test/golden/infoNce.json')
PROVENANCE = f'tools/golden/embedding_infoNce.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'
LABELS = ['cat', 'dog', 'cat', 'sun', 'cat', 'dog', 'sea', 'ice']
SMOOTHING = 0.1
# Rows that have a, that have b and that have c: a and b both in six, a and c in three, b and c in three.
PRESENT = {
    'a': [1, 1, 1, 0, 1, 1, 1, 1],
    'b': [1, 1, 1, 1, 1, 0, 1, 1],
    'c': [1, 0, 0, 1, 0, 1, 1, 0],
}

rng = np.random.default_rng(SEED)


def draw(*shape):
    """Rows of unit length that float32 holds exactly."""
    values = rng.normal(size=shape)
    values = (values / np.linalg.norm(values, axis=-1, keepdims=True)).astype(np.float32)
    return torch.tensor(values.astype(np.float64), requires_grad=True)


def plain(tensor):
    return [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]


def agreement(labels):
    same = torch.tensor([[float(x == y) for y in labels] for x in labels], dtype=torch.float64)
    return same / same.sum(dim=1, keepdim=True)


def loss_of(a, b, scale, targets, smoothing=0.0):
    logits = scale * a @ b.T

    def entropy(logits):
        return F.cross_entropy(logits, targets, label_smoothing=smoothing)

    return (entropy(logits) + entropy(logits.T)) / 2


def loss_of_rows(a, b, scale, rows):
    labels = [LABELS[i] for i in rows]
    return loss_of(a[rows], b[rows], scale, agreement(labels), SMOOTHING)


def results(loss, **inputs):
    gradients = torch.autograd.grad(loss, list(inputs.values()))
    return {'loss': loss.item(), 'gradients': dict(zip(inputs, map(plain, gradients)))}


def rows_of(*names):
    return [i for i in range(len(LABELS)) if all(PRESENT[name][i] for name in names)]


def main():
    a, b = draw(8, 5), draw(8, 5)
    c = draw(8, 5)
    scale = torch.tensor(1 / 0.07, dtype=torch.float64, requires_grad=True)
    sides = {'a': a, 'b': b, 'c': c}
    pairs = [('a', 'b'), ('a', 'c'), ('b', 'c')]
    rows = [rows_of(*pair) for pair in pairs]
    losses = [loss_of_rows(sides[x], sides[y], scale, r) for (x, y), r in zip(pairs, rows)]
    weighted = sum(len(r) * loss for r, loss in zip(rows, losses)) / sum(map(len, rows))
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'a': plain(a),
            'b': plain(b),
            'c': plain(c),
            'shape': [8, 5],
            'logitScale': scale.item(),
            'labels': LABELS,
            'labelSmoothing': SMOOTHING,
            'present': PRESENT,
        },
        'expected': {
            'one positive': results(loss_of(a, b, scale, torch.arange(8)), a=a, b=b, logitScale=scale),
            'several positives': results(loss_of(a, b, scale, agreement(LABELS)), a=a, b=b, logitScale=scale),
            'absent rows': results(loss_of_rows(a, b, scale, rows[0]), a=a, b=b, logitScale=scale),
            'three modalities': results(weighted, a=a, b=b, c=c, logitScale=scale),
        },
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
