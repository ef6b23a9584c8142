"""Golden values for the contrastive loss of packages/embedding: value and gradients.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/embedding_infoNce.py

The loss is put together as in Radford et al. 2021, figure 3, from torch's cross_entropy: with class
indices where each row has one positive, with probabilities where it has several.
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

rng = np.random.default_rng(SEED)


def draw(*shape):
    """Rows of unit length that float32 holds exactly."""
    values = rng.normal(size=shape)
    values = (values / np.linalg.norm(values, axis=-1, keepdims=True)).astype(np.float32)
    return torch.tensor(values.astype(np.float64), requires_grad=True)


def plain(tensor):
    return [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]


def loss_of(a, b, scale, targets):
    logits = scale * a @ b.T
    return (F.cross_entropy(logits, targets) + F.cross_entropy(logits.T, targets)) / 2


def results(a, b, scale, targets):
    loss = loss_of(a, b, scale, targets)
    gradients = torch.autograd.grad(loss, [a, b, scale])
    return {'loss': loss.item(), 'gradients': dict(zip(['a', 'b', 'logitScale'], map(plain, gradients)))}


def main():
    a, b = draw(8, 5), draw(8, 5)
    scale = torch.tensor(1 / 0.07, dtype=torch.float64, requires_grad=True)
    same = torch.tensor([[float(x == y) for y in LABELS] for x in LABELS], dtype=torch.float64)
    several = same / same.sum(dim=1, keepdim=True)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {'a': plain(a), 'b': plain(b), 'shape': [8, 5], 'logitScale': scale.item(), 'labels': LABELS},
        'expected': {
            'one positive': results(a, b, scale, torch.arange(8)),
            'several positives': results(a, b, scale, several),
        },
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
