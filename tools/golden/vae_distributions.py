"""Golden values for the distributions and experts of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_distributions.py

Densities and divergences are torch.distributions'. A product of experts is measured, not derived: the
product of the densities on a grid, normalised, and its mean and variance.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Laplace, Normal, kl_divergence

SEED = 11
OUT = Path('packages/vae/test/golden/distributions.json')
PROVENANCE = f'tools/golden/vae_distributions.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'
BATCH, LATENTS = 3, 4

rng = np.random.default_rng(SEED)


def draw(low, high, shape=(BATCH, LATENTS)):
    """Values that float32 holds exactly."""
    return torch.tensor(rng.uniform(low, high, shape).astype(np.float32).astype(np.float64))


def plain(tensor):
    return [float(f'{v:.9g}') for v in tensor.flatten().tolist()]


def product_on_a_grid(experts, present):
    """experts: list of (mu, logVar); present: [experts, batch] of 0 and 1."""
    grid = torch.linspace(-30, 30, 240_001, dtype=torch.float64)
    mus, log_vars = torch.empty(BATCH, LATENTS), torch.empty(BATCH, LATENTS)
    for row in range(BATCH):
        for latent in range(LATENTS):
            log_density = Normal(0.0, 1.0).log_prob(grid)
            for (mu, log_var), here in zip(experts, present):
                if here[row]:
                    log_density += Normal(mu[row, latent], (log_var[row, latent] / 2).exp()).log_prob(grid)
            weights = torch.softmax(log_density, 0)
            mean = (weights * grid).sum()
            mus[row, latent] = mean
            log_vars[row, latent] = (weights * (grid - mean) ** 2).sum().log()
    return mus, log_vars


def main():
    x = draw(-2, 2)
    mu, log_var, log_scale = draw(-2, 2), draw(-2, 1), draw(-1, 0.5)
    other_mu, other_log_var = draw(-2, 2), draw(-1, 1)
    q, p = Normal(mu, (log_var / 2).exp()), Normal(other_mu, (other_log_var / 2).exp())
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    laplace = Laplace(mu, log_scale.exp())
    experts = [(draw(-2, 2), draw(-2, 1)) for _ in range(3)]
    present = [[1, 1, 0], [1, 0, 0], [0, 1, 0]]
    product_mu, product_log_var = product_on_a_grid(experts, present)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'shape': [BATCH, LATENTS],
            'x': plain(x),
            'mu': plain(mu),
            'logVar': plain(log_var),
            'logScale': plain(log_scale),
            'otherMu': plain(other_mu),
            'otherLogVar': plain(other_log_var),
            'experts': [
                {'mu': plain(m), 'logVar': plain(v), 'present': here}
                for (m, v), here in zip(experts, present)
            ],
        },
        'expected': {
            'normalLogDensity': plain(q.log_prob(x).sum(-1)),
            'klPerLatent': plain(kl_divergence(q, standard)),
            'klToStandardNormal': plain(kl_divergence(q, standard).sum(-1)),
            'klBetweenNormals': plain(kl_divergence(q, p).sum(-1)),
            'laplaceLogDensity': plain(laplace.log_prob(x).sum(-1)),
            'klToStandardLaplace': plain(
                kl_divergence(laplace, Laplace(torch.zeros_like(mu), torch.ones_like(mu))).sum(-1)
            ),
            'productOfExperts': {'mu': plain(product_mu), 'logVar': plain(product_log_var)},
        },
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
