"""Golden values for the optimizers of packages/tensor-ops: ten steps with given gradients.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/tensor-ops_optimizers.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.optim._muon import _zeropower_via_newtonschulz

# What is golden is in full precision; Muon of torch would round to this.
torch.Tensor.bfloat16 = lambda tensor: tensor

SEED = 7
STEPS = 10
RATE = 0.01
OUT = Path('packages/tensor-ops/test/golden/optimizers.json')
PROVENANCE = f'tools/golden/tensor-ops_optimizers.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'

rng = np.random.default_rng(SEED)


def draw(*shape):
    return rng.normal(size=shape).astype(np.float32).astype(np.float64)


def plain(array):
    return [float(f'{v:.9g}') for v in np.asarray(array).flatten()]


START = {'kernel': draw(2, 3), 'bias': draw(3)}
GRADIENTS = [{name: draw(*value.shape) for name, value in START.items()} for _ in range(STEPS)]


def run(make, limit=None):
    """Every step's parameters. `limit` clips the global norm."""
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in START.items()}
    optimizer = make(leaves)
    path = []
    for gradients in GRADIENTS:
        for name, leaf in leaves.items():
            leaf.grad = torch.tensor(gradients[name])
        if limit is not None:
            torch.nn.utils.clip_grad_norm_(leaves.values(), limit)
        optimizer.step()
        path.append({name: leaf.detach().numpy().copy() for name, leaf in leaves.items()})
    return path


def adamw(leaves):
    groups = [{'params': [leaves['kernel']], 'weight_decay': 0.1}, {'params': [leaves['bias']], 'weight_decay': 0.0}]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98))


def muon(momentum):
    """Matrices by Muon; the bias by AdamW, as is usual."""

    class Both:
        def __init__(self, leaves):
            bias = {'params': [leaves['bias']], 'weight_decay': 0.0}
            self.parts = [
                torch.optim.Muon(
                    [leaves['kernel']], lr=RATE, momentum=momentum, weight_decay=0.1, adjust_lr_fn='match_rms_adamw'
                ),
                torch.optim.AdamW([bias], lr=RATE),
            ]

        def step(self):
            for part in self.parts:
                part.step()

    return Both


def nearly_singular():
    """Of 9 rows and 5 columns; the singular values fall to a hundred-thousandth."""
    left, _ = np.linalg.qr(rng.normal(size=(9, 5)))
    right, _ = np.linalg.qr(rng.normal(size=(5, 5)))
    return (left * [1, 0.3, 1e-2, 1e-4, 1e-5]) @ right


def orthogonalised(matrix):
    """About U·Vᵀ of U·S·Vᵀ, by five rounds."""
    return _zeropower_via_newtonschulz(torch.tensor(matrix), (3.4445, -4.7750, 2.0315), 5, 1e-7).numpy()


def average(path, decay):
    """Exponential moving average along a run, as torch.optim.swa_utils computes it."""
    update = torch.optim.swa_utils.get_ema_avg_fn(decay)
    mean = {name: torch.tensor(value) for name, value in START.items()}
    for params in path:
        mean = {name: update(value, torch.tensor(params[name]), 1) for name, value in mean.items()}
    return {name: value.numpy() for name, value in mean.items()}


def cosine(peak, floor, steps):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=peak)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps, eta_min=floor * peak)
    rates = []
    for _ in range(steps + 1):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return rates


def tree(params):
    return {name: plain(value) for name, value in params.items()}


def main():
    momentum = run(lambda leaves: torch.optim.SGD(leaves.values(), lr=RATE, momentum=0.9))
    expected = {
        'adamW': [tree(p) for p in run(adamw)],
        'sgd': [tree(p) for p in run(lambda leaves: torch.optim.SGD(leaves.values(), lr=RATE))],
        'sgd with momentum': [tree(p) for p in momentum],
        'sgd clipped': [tree(p) for p in run(lambda leaves: torch.optim.SGD(leaves.values(), lr=RATE), limit=1.0)],
        'muon': [tree(p) for p in run(muon(0.95))],
        'muon without momentum': [tree(p) for p in run(muon(0.0))],
        'movingAverage': tree(average(momentum, 0.9)),
        'cosine': plain(cosine(peak=0.3, floor=0.1, steps=20)),
    }
    singular = nearly_singular()
    expected['orthogonalise'] = plain(orthogonalised(singular))
    inputs = {'start': tree(START), 'gradients': [tree(g) for g in GRADIENTS], 'rate': RATE}
    inputs['nearlySingular'] = plain(singular)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({'provenance': PROVENANCE, 'inputs': inputs, 'expected': expected}) + '\n')


if __name__ == '__main__':
    main()
