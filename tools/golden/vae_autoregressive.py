"""Golden values for latents drawn one after the other, of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_autoregressive.py

Each latent has a network of its own here, which is given those before it and no others. Densities are torch's
MixtureSameFamily of Normal.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal
from torch.nn.functional import layer_norm, silu

SEED = 21
OUT = Path('packages/vae/test/golden/autoregressive.json')
PROVENANCE = (
    f'tools/golden/vae_autoregressive.py, torch {torch.__version__.split("+")[0]}, '
    f'numpy {np.__version__}, seed {SEED}'
)
LATENTS, CONDITION, ROWS, WIDTH, DEPTH, COMPONENTS, VALUES = 3, 2, 4, 5, 2, 3, 31

rng = np.random.default_rng(SEED)


def draw(low, high, shape):
    """Values that float32 holds exactly."""
    return torch.tensor(rng.uniform(low, high, shape).astype(np.float32).astype(np.float64))


def plain(tensor):
    return [float(f'{v:.9g}') for v in torch.as_tensor(tensor).flatten().tolist()]


def tree(params):
    if isinstance(params, dict):
        return {name: tree(own) for name, own in params.items()}
    return {'shape': list(params.shape), 'values': plain(params)}


def bumps(x):
    """[rows] to [rows, VALUES]"""
    centres = torch.linspace(-2.8, 2.8, VALUES, dtype=torch.float64)
    deviation = 5.6 / (VALUES - 1) * 15 / 16
    return torch.exp(-((x[:, None] - centres) ** 2) / (2 * deviation**2))


def network_params():
    layer = lambda: {
        'norm': {'gain': draw(0.5, 1.5, (WIDTH,)), 'bias': draw(-0.5, 0.5, (WIDTH,))},
        'kernel': draw(-0.5, 0.5, (LATENTS, WIDTH, 2 * WIDTH)),
        'bias': draw(-0.5, 0.5, (LATENTS, 1, 2 * WIDTH)),
    }
    return {
        'first': {
            'before': draw(-0.5, 0.5, (LATENTS, 1 + VALUES, WIDTH)),
            'condition': draw(-0.5, 0.5, (CONDITION, LATENTS * WIDTH)),
            'bias': draw(-0.5, 0.5, (LATENTS, 1, WIDTH)),
        },
        **{f'layer{i}': layer() for i in range(DEPTH)},
        'last': {
            'kernel': draw(-0.5, 0.5, (LATENTS, WIDTH, 3 * COMPONENTS)),
            'bias': draw(-0.5, 0.5, (LATENTS, 1, 3 * COMPONENTS)),
        },
    }


def mixture(params, i, x, condition):
    """Of latent i, by those before it."""
    first = params['first']
    h = first['bias'][i] + condition @ first['condition'][:, i * WIDTH : (i + 1) * WIDTH]
    for j in range(i):
        h = h + torch.cat([x[:, j : j + 1], bumps(x[:, j])], 1) @ first['before'][j]
    for k in range(DEPTH):
        own = params[f'layer{k}']
        even = layer_norm(h, (WIDTH,), own['norm']['gain'], own['norm']['bias'], 1e-5)
        a, b = (even @ own['kernel'][i] + own['bias'][i]).split(WIDTH, 1)
        h = h + silu(a) * b
    logits, mean, log_deviation = (h @ params['last']['kernel'][i] + params['last']['bias'][i]).split(COMPONENTS, 1)
    return MixtureSameFamily(Categorical(logits=logits), Normal(mean, log_deviation.exp()))


def main():
    params = network_params()
    x, condition = draw(-3, 3, (ROWS, LATENTS)), draw(-1, 1, (ROWS, CONDITION))
    densities = torch.stack([mixture(params, i, x, condition).log_prob(x[:, i]) for i in range(LATENTS)])
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'sizes': {'latents': LATENTS, 'condition': CONDITION, 'rows': ROWS},
            'config': {'width': WIDTH, 'depth': DEPTH, 'components': COMPONENTS},
            'x': plain(x),
            'condition': plain(condition),
            'params': tree(params),
        },
        'expected': {'logDensities': plain(densities), 'loss': plain(-densities.mean())},
    }
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
