"""Golden values for packages/metrics: precision, recall, density, coverage, Fréchet distance.

Precision to coverage are the formulas of the papers (Kynkäänniemi 2019, Naeem 2020) over a full matrix of
distances from scikit-learn; the Fréchet distance is scipy's matrix square root, and torchmetrics' own.
numpy 2.4.6, scikit-learn 1.9.1, scipy 1.17.1, torch 2.13.0, torchmetrics 1.9.0, seed 7.
Run from the root: python tools/golden/metrics_features.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from scipy.linalg import sqrtm
from sklearn.metrics import pairwise_distances
from torchmetrics.image.fid import _compute_fid

rng = np.random.default_rng(7)


def radii(vectors, k):
    # Sorted, the nearest is the vector itself.
    return np.sort(pairwise_distances(vectors), axis=1)[:, k]


def fidelity(real, fake, k):
    between = pairwise_distances(real, fake)
    in_real = between < radii(real, k)[:, None]
    in_fake = between < radii(fake, k)[None, :]
    return {
        "precision": float(in_real.any(axis=0).mean()),
        "recall": float(in_fake.any(axis=1).mean()),
        "density": float(in_real.sum(axis=0).mean() / k),
        "coverage": float((between.min(axis=1) < radii(real, k)).mean()),
    }


def grouped(real, fake, real_groups, fake_groups, k):
    covered, counted = 0.0, 0
    for group in np.unique(real_groups):
        r, f = real[real_groups == group], fake[fake_groups == group]
        if len(r) > k and len(f) > 0:
            covered += (pairwise_distances(r, f).min(axis=1) < radii(r, k)).sum()
            counted += len(r)
    return float(covered / counted)


def frechet(a, b):
    covariances = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root = sqrtm(covariances[0] @ covariances[1]).real
    means = a.mean(axis=0), b.mean(axis=0)
    by_scipy = ((means[0] - means[1]) ** 2).sum() + np.trace(
        covariances[0] + covariances[1] - 2 * root
    )
    by_torchmetrics = _compute_fid(
        *(torch.tensor(x) for pair in zip(means, covariances) for x in pair)
    )
    return float(by_scipy), float(by_torchmetrics)


def case(real, fake, k):
    real, fake = real.round(3), fake.round(3)
    real_groups = rng.integers(0, 3, len(real))
    fake_groups = rng.integers(0, 3, len(fake))
    by_scipy, by_torchmetrics = frechet(real, fake)
    return {
        "inputs": {
            "real": real.tolist(),
            "generated": fake.tolist(),
            "realGroups": [str(g) for g in real_groups],
            "generatedGroups": [str(g) for g in fake_groups],
            "k": k,
        },
        "expected": {
            **fidelity(real, fake, k),
            "coverageByGroup": grouped(real, fake, real_groups, fake_groups, k),
            "frechet": by_scipy,
            "frechetByTorchmetrics": by_torchmetrics,
        },
    }


def normal(count, dim, mean=0.0, scale=1.0):
    return mean + scale * rng.normal(size=(count, dim)) @ rng.normal(size=(dim, dim))


golden = {
    "provenance": "numpy 2.4.6, scikit-learn 1.9.1, scipy 1.17.1, torchmetrics 1.9.0, seed 7 "
    "(tools/golden/metrics_features.py)",
    "cases": [
        case(rng.normal(size=(60, 4)), rng.normal(size=(50, 4)), 5),
        case(normal(40, 6), normal(70, 6, 0.5, 0.6), 3),
        case(rng.normal(size=(50, 3)), np.repeat(rng.normal(size=(5, 3)), 12, axis=0), 5),
        case(rng.normal(size=(30, 2)), 8 + rng.normal(size=(30, 2)), 1),
    ],
}
path = Path(__file__).parents[2] / "packages/metrics/test/golden/features.json"
path.write_text(json.dumps(golden) + "\n")
