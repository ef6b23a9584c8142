"""Golden values for the mixtures of normal distributions of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_mixture.py

Densities are torch's MixtureSameFamily of MultivariateNormal. Conditional means and covariances are numpy's, from the
covariances and their inverses; the shares of the components under what is given are torch's densities of the marginals.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Categorical, MixtureSameFamily, MultivariateNormal

SEED = 15
OUT = Path('packages/vae/test/golden/mixture.json')
PROVENANCE = (
    f'tools/golden/vae_mixture.py, torch {torch.__version__.split("+")[0]}, '
    f'numpy {np.__version__}, seed {SEED}'
)
COMPONENTS, GIVEN, DRAWN, ROWS = 3, 2, 2, 5

rng = np.random.default_rng(SEED)


def plain(values):
    return [float(f'{v:.12g}') for v in np.asarray(values).flatten().tolist()]


def main():
    dims = GIVEN + DRAWN
    weights = np.array([0.5, 0.3, 0.2])
    means = rng.normal(size=(COMPONENTS, dims)) * 2
    factors = np.tril(rng.normal(size=(COMPONENTS, dims, dims))) * 0.5
    for factor in factors:
        factor[np.diag_indices(dims)] = np.abs(np.diag(factor)) + 0.3
    covariances = factors @ factors.transpose(0, 2, 1)
    points = rng.normal(size=(ROWS, dims)) * 2
    mixture = MixtureSameFamily(
        Categorical(torch.tensor(weights)),
        MultivariateNormal(torch.tensor(means), torch.tensor(covariances)),
    )

    given = points[:, :GIVEN]
    marginal = MultivariateNormal(
        torch.tensor(means[:, :GIVEN]), torch.tensor(covariances[:, :GIVEN, :GIVEN])
    )
    logs = marginal.log_prob(torch.tensor(given)[:, None, :]) + torch.tensor(weights).log()
    shares = torch.softmax(logs, 1).numpy()
    regressions = [c[GIVEN:, :GIVEN] @ np.linalg.inv(c[:GIVEN, :GIVEN]) for c in covariances]
    left = np.array([c[GIVEN:, GIVEN:] - r @ c[:GIVEN, GIVEN:] for c, r in zip(covariances, regressions)])
    each = np.array([
        [m[GIVEN:] + r @ (x - m[:GIVEN]) for m, r in zip(means, regressions)] for x in given
    ])
    total = (shares[:, :, None] * each).sum(1)
    off = each - total[:, None, :]
    spread = (shares[:, :, None, None] * (left[None] + off[..., :, None] * off[..., None, :])).sum(1)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'dims': dims,
            'given': GIVEN,
            'weights': plain(weights),
            'means': plain(means),
            'factors': plain(factors),
            'points': plain(points),
        },
        'expected': {
            'covariances': plain(covariances),
            'logDensities': plain(mixture.log_prob(torch.tensor(points))),
            'shares': plain(shares),
            'conditionalMeans': plain(each),
            'conditionalCovariances': plain(left),
            'totalMeans': plain(total),
            'totalCovariances': plain(spread),
        },
    }
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
