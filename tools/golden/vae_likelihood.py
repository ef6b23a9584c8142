"""Golden values for the importance-sampled likelihood of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_likelihood.py

A linear model of two modalities: x = A·[z, w] + b + sigma·noise, z shared, w private, all standard normal. Its likelihood is
torch's MultivariateNormal; the evidence bound is that of given normal posteriors, in closed form. The posteriors are near the
true ones, somewhat wider, and without the correlations of these.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import MultivariateNormal

SEED = 14
OUT = Path('packages/vae/test/golden/likelihood.json')
PROVENANCE = (
    f'tools/golden/vae_likelihood.py, torch {torch.__version__.split("+")[0]}, '
    f'numpy {np.__version__}, seed {SEED}'
)
ROWS, SHARED = 3, 2
SIDES = {'image': {'numbers': 4, 'own': 2, 'sigma': 0.9}, 'video': {'numbers': 3, 'own': 1, 'sigma': 1.0}}

rng = np.random.default_rng(SEED)


def single(values):
    """As float32 holds them."""
    return np.asarray(values).astype(np.float32).astype(np.float64)


def plain(values):
    return [float(f'{v:.9g}') for v in np.asarray(values).flatten().tolist()]


def log_density(x, mean, covariance):
    cov = torch.tensor(covariance)
    return [MultivariateNormal(torch.tensor(m), cov).log_prob(torch.tensor(row)).item() for row, m in zip(x, mean)]


def gain(a, noise):
    """Posterior of c given x = A·c + e: E[c | x] = G·(x − b), and the variances."""
    g = a.T @ np.linalg.inv(a @ a.T + noise)
    return g, np.diag(np.eye(a.shape[1]) - g @ a)


def product(experts):
    precisions = [np.exp(-log_var) for _, log_var in experts]
    total = 1 + sum(precisions)
    mean = sum(p * mu for p, (mu, _) in zip(precisions, experts)) / total
    return mean, np.broadcast_to(1 / total, mean.shape)


def main():
    sides = {}
    for name, told in SIDES.items():
        d, own, sigma = told['numbers'], told['own'], told['sigma']
        a, b = single(rng.normal(size=(d, SHARED + own))), single(rng.normal(size=d))
        code = rng.normal(size=(ROWS, SHARED + own))
        sides[name] = {'a': a, 'b': b, 'sigma': sigma, 'own': own, 'code': code}
    common = rng.normal(size=(ROWS, SHARED))
    for side in sides.values():
        side['code'][:, :SHARED] = common
        noise = rng.normal(size=(ROWS, side['a'].shape[0]))
        side['x'] = single(side['code'] @ side['a'].T + side['b'] + side['sigma'] * noise)
        g, variance = gain(side['a'], np.eye(side['a'].shape[0]) * side['sigma'] ** 2)
        precision = 0.5 * (1 / variance[:SHARED] - 1)
        # The product with the prior, which counts once, is to lie where the posterior does.
        g[:SHARED] *= ((1 + precision) / precision)[:, None]
        side['gain'] = single(g)
        side['logVar'] = single(-np.log(precision))
        side['ownLogVar'] = single(np.log(1.8 * variance[SHARED:]))
        mean = (side['x'] - side['b']) @ side['gain'].T
        side['mu'], side['ownMu'] = mean[:, :SHARED], mean[:, SHARED:]

    image, video = sides['image'], sides['video']
    experts = [(s['mu'], s['logVar']) for s in sides.values()]
    z_mean, z_variance = product(experts)

    def evidence_bound(some):
        bound = -0.5 * (z_variance + z_mean**2 - 1 - np.log(z_variance)).sum(1)
        for s in some:
            mean = np.concatenate([z_mean, s['ownMu']], 1)
            variance = np.concatenate([z_variance, np.broadcast_to(np.exp(s['ownLogVar']), s['ownMu'].shape)], 1)
            rest = s['x'] - s['b'] - mean @ s['a'].T
            squares = (rest**2).sum(1) + variance @ (s['a'] ** 2).sum(0)
            bound -= 0.5 * squares / s['sigma'] ** 2 + 0.5 * s['x'].shape[1] * np.log(2 * np.pi * s['sigma'] ** 2)
            bound -= 0.5 * (np.exp(s['ownLogVar']) + s['ownMu'] ** 2 - 1 - s['ownLogVar']).sum(1)
        return bound

    def covariance_of(s, z_covariance):
        az, aw = s['a'][:, :SHARED], s['a'][:, SHARED:]
        return az @ z_covariance @ az.T + aw @ aw.T + np.eye(len(az)) * s['sigma'] ** 2

    between = image['a'][:, :SHARED] @ video['a'][:, :SHARED].T
    joint = np.block([
        [covariance_of(image, np.eye(SHARED)), between],
        [between.T, covariance_of(video, np.eye(SHARED))],
    ])
    both = np.concatenate([image['x'], video['x']], 1)
    both_mean = np.broadcast_to(np.concatenate([image['b'], video['b']]), both.shape).copy()
    image_mean = np.broadcast_to(image['b'], image['x'].shape).copy()
    told_mean, told_variance = product([(video['mu'], video['logVar'])])
    under_video = [
        log_density(
            image['x'][i : i + 1],
            (image['b'] + told_mean[i : i + 1] @ image['a'][:, :SHARED].T),
            covariance_of(image, np.diag(told_variance[i])),
        )[0]
        for i in range(ROWS)
    ]
    inputs = {
        'rows': ROWS,
        'shared': SHARED,
        **{
            name: {
                'numbers': s['x'].shape[1],
                'latents': s['own'],
                'sigma': s['sigma'],
                **{key: plain(s[key]) for key in ('a', 'b', 'x', 'gain', 'logVar', 'ownLogVar')},
            }
            for name, s in sides.items()
        },
    }
    expected = {
        'evidenceBound': plain(evidence_bound(sides.values())),
        'both': plain(log_density(both, both_mean, joint)),
        'image': plain(log_density(image['x'], image_mean, covariance_of(image, np.eye(SHARED)))),
        'imageUnderVideo': plain(under_video),
    }
    OUT.write_text(json.dumps({'provenance': PROVENANCE, 'inputs': inputs, 'expected': expected}) + '\n')


if __name__ == '__main__':
    main()
