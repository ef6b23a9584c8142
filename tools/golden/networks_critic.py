"""Golden values for the parts of critics in packages/networks: spectral norm along a training, minibatch deviation.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/networks_critic.py

XM's kernels are [..., inputs, outputs]: PyTorch's weights with their axes turned.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn.utils.parametrizations import spectral_norm

SEED = 7
STEPS = 4
RATE = 0.1
OUT = Path('packages/networks/test/golden/critic.json')
PROVENANCE = f'tools/golden/networks_critic.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'

rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)


def draw(*shape):
    """Numbers that float32 holds exactly."""
    return torch.tensor(rng.normal(size=shape).astype(np.float32).astype(np.float64))


def plain(tensor):
    return {'shape': list(tensor.shape), 'values': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def kernel(weight):
    """[outputs, inputs, height, width] or [outputs, inputs] as XM has it."""
    return weight.permute(2, 3, 1, 0) if weight.ndim == 4 else weight.T


def row_of(v, weight):
    """v over XM's order of inputs: [height, width, inputs], where PyTorch has [inputs, height, width]."""
    return v.reshape(weight.shape[1:]).permute(1, 2, 0).flatten() if weight.ndim == 4 else v


def spectral(layer, targets_shape, x):
    """Gradient descent on (layer(x) − target)², and what the layer is before each step."""
    layer = spectral_norm(layer)
    norm = layer.parametrizations.weight[0]
    weight = layer.parametrizations.weight.original
    target = draw(*targets_shape)
    start = {'kernel': plain(kernel(weight)), 'u': plain(norm._u[None]), 'v': plain(row_of(norm._v, weight)[None])}
    path = []
    for _ in range(STEPS):
        y = layer(x)
        loss = ((y - target) ** 2).mean()
        gradient, = torch.autograd.grad(loss, weight)
        path.append({
            'kernel': plain(kernel(weight)), 'normalised': plain(kernel(weight / torch.dot(norm._u, weight.flatten(1) @ norm._v))),
            'u': plain(norm._u[None]), 'v': plain(row_of(norm._v, weight)[None]), 'gradient': plain(kernel(gradient)),
        })
        with torch.no_grad():
            weight -= RATE * gradient
    to_last = (lambda t: t.permute(0, 2, 3, 1)) if x.ndim == 4 else (lambda t: t)
    return {'start': start, 'x': plain(to_last(x)), 'target': plain(to_last(target)), 'rate': RATE}, path


def minibatch_deviation(x, group):
    """As in StyleGAN2's MinibatchStdLayer; x is [n, c, h, w]."""
    n, c, h, w = x.shape
    y = x.reshape(group, -1, 1, c, h, w)
    y = y - y.mean(dim=0)
    y = (y.square().mean(dim=0) + 1e-8).sqrt().mean(dim=[2, 3, 4])
    y = y.reshape(-1, 1, 1, 1).repeat(group, 1, h, w)
    return torch.cat([x, y], dim=1)


def main():
    inputs, expected = {}, {}
    dense = torch.nn.Linear(5, 3, bias=False, dtype=torch.float64)
    conv = torch.nn.Conv2d(2, 3, 3, bias=False, padding=1, dtype=torch.float64)
    inputs['dense'], expected['dense'] = spectral(dense, (4, 3), draw(4, 5))
    inputs['conv'], expected['conv'] = spectral(conv, (2, 3, 4, 4), draw(2, 2, 4, 4))
    x = draw(6, 3, 2, 2).requires_grad_()
    for group in (2, 3, 6):
        y = minibatch_deviation(x, group)
        weights = draw(*y.shape)
        gradient, = torch.autograd.grad((y * weights).sum(), x)
        name = f'deviation {group}'
        turn = lambda t: plain(t.permute(0, 2, 3, 1))
        inputs[name] = {'x': turn(x), 'weights': turn(weights), 'group': group}
        expected[name] = {'y': turn(y), 'gradient': turn(gradient)}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({'provenance': PROVENANCE, 'inputs': inputs, 'expected': expected}) + '\n')


if __name__ == '__main__':
    main()
