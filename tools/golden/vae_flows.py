"""Golden values for the sigma-VAE's likelihood and for flow matching of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_flows.py

The likelihood is torch.distributions.Normal at the standard deviation of the residuals, and its gradient that of the whole,
the deviation among it.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Normal

SEED = 12
OUT = Path('packages/vae/test/golden/flows.json')
PROVENANCE = (
    f'tools/golden/vae_flows.py, torch {torch.__version__.split("+")[0]}, '
    f'numpy {np.__version__}, seed {SEED}'
)
BATCH, HEIGHT, WIDTH = 3, 2, 4

rng = np.random.default_rng(SEED)


def draw(low, high, shape):
    """Values that float32 holds exactly."""
    return torch.tensor(rng.uniform(low, high, shape).astype(np.float32).astype(np.float64))


def plain(tensor):
    return [float(f'{v:.9g}') for v in torch.as_tensor(tensor).flatten().tolist()]


def likelihood(x, mean, counts):
    counted = counts.bool()
    deviation = (x - mean)[counted].pow(2).mean().sqrt()
    each = -Normal(mean, deviation).log_prob(x) * counts
    return each.sum((1, 2))


def likelihood_gradient(x, mean, counts):
    """Of the sum over the batch, the deviation being differentiated, too."""
    moved = mean.clone().requires_grad_()
    counted = counts.bool()
    deviation = (x - moved)[counted].pow(2).mean().sqrt()
    (-Normal(moved, deviation).log_prob(x) * counts).sum().backward()
    return moved.grad


def bumps(x, low, high, count):
    """How near numbers are to steps: densities of normal distributions, without what makes them integrate to 1."""
    centres = torch.linspace(low, high, count, dtype=torch.float64)
    deviation = (high - low) / (count - 1) * 15 / 16
    near = Normal(centres, deviation).log_prob(x.unsqueeze(2)) - Normal(0.0, deviation).log_prob(torch.tensor(0.0))
    return near.exp().flatten(1)


def network_params(latents, condition, width, depth):
    told = 16 + condition
    linear = lambda inputs, outputs: {'kernel': draw(-0.5, 0.5, (inputs, outputs)), 'bias': draw(-0.5, 0.5, (outputs,))}
    layers = {
        f'layer{i}': {
            'norm': {'gain': draw(0.5, 1.5, (width,)), 'bias': draw(-0.5, 0.5, (width,))},
            'dense': linear(width + told, width),
        }
        for i in range(depth)
    }
    return {'first': linear(latents * 16 + told, width), **layers, 'last': linear(width, latents)}


def velocity(params, x, t, condition):
    apply = lambda own, h: torch.nn.functional.linear(h, own['kernel'].T, own['bias'])
    aside = torch.cat([bumps(t, 0, 1, 16), condition], 1)
    h = apply(params['first'], torch.cat([x, bumps(x, -2.8, 2.8, 15), aside], 1))
    for name, own in params.items():
        if not name.startswith('layer'):
            continue
        norm = torch.nn.functional.layer_norm(h, h.shape[1:], own['norm']['gain'], own['norm']['bias'], 1e-5)
        h = h + torch.nn.functional.silu(apply(own['dense'], torch.cat([norm, aside], 1)))
    return apply(params['last'], h)


def tree(params):
    if isinstance(params, dict):
        return {name: tree(own) for name, own in params.items()}
    return {'shape': list(params.shape), 'values': plain(params)}


def main():
    shape = (BATCH, HEIGHT, WIDTH)
    x, mean = draw(0, 1, shape), draw(0, 1, shape)
    everything = torch.ones(shape, dtype=torch.float64)
    # The second frame of row 0 is padding; row 2 lacks the modality.
    counts = torch.tensor([[[1.0], [0.0]], [[1.0], [1.0]], [[0.0], [0.0]]], dtype=torch.float64)
    some = counts.expand(shape)
    noise, data, t = draw(-2, 2, (BATCH, WIDTH)), draw(-2, 2, (BATCH, WIDTH)), draw(0, 1, (BATCH, 1))
    latents, told = draw(-3, 3, (BATCH, 2)), draw(-1, 1, (BATCH, 3))
    params = network_params(2, 3, 5, 2)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'shape': shape,
            'x': plain(x),
            'mean': plain(mean),
            'counts': plain(counts),
            'noise': plain(noise),
            'data': plain(data),
            't': plain(t),
            'network': {'latents': plain(latents), 'condition': plain(told), 'params': tree(params)},
        },
        'expected': {
            'gaussianNll': plain(likelihood(x, mean, everything)),
            'gaussianNllOfSome': plain(likelihood(x, mean, some)),
            'gradient': plain(likelihood_gradient(x, mean, some)),
            'straightPathX': plain(torch.lerp(noise, data, t)),
            'straightPathVelocity': plain(data - noise),
            # What a network that is zero everywhere is charged.
            'lossOfNothing': float(f'{torch.nn.functional.mse_loss(torch.zeros_like(data), data - noise):.9g}'),
            'velocity': plain(velocity(params, latents, t, told)),
        },
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
