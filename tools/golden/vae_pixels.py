"""Golden values for the likelihoods of pixels of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_pixels.py

Normal, with one variance or a covariance, Laplace and Bernoulli are torch.distributions'; of shares, torch's cross entropy with logits. The mixture of logistics
is equation 2 of PixelCNN++ as it is written, numpy in double precision: differences of the logistic function one step of a byte
apart, with 0 and 255 taking all that lies beyond. Gradients are torch's.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.distributions import Bernoulli, Laplace, MultivariateNormal, Normal
from torch.nn.functional import binary_cross_entropy_with_logits

SEED = 16
OUT = Path('packages/vae/test/golden/pixels.json')
PROVENANCE = (
    f'tools/golden/vae_pixels.py, torch {torch.__version__.split("+")[0]}, '
    f'numpy {np.__version__}, seed {SEED}'
)
BATCH, PIXELS, COLOURS, COMPONENTS = 3, 4, 3, 2
SCALE = 0.15

rng = np.random.default_rng(SEED)


def single(values):
    return torch.tensor(np.asarray(values).astype(np.float32).astype(np.float64))


def plain(values):
    return [float(f'{v:.9g}') for v in torch.as_tensor(values).flatten().tolist()]


def logistics(x, made):
    """x: bytes over 255 [batch, pixels, colours]; the scale of a byte's step is 1/255."""
    k, c = COMPONENTS, COLOURS
    logits, means, scales = made[..., :k], made[..., k : k + k * c], made[..., k + k * c :]
    shape = (*made.shape[:-1], k, c)
    means, s = means.reshape(shape), (scales.reshape(shape) - 2).exp()
    x = x.unsqueeze(-2)
    upper = torch.sigmoid((x + 0.5 / 255 - means) / s)
    lower = torch.sigmoid((x - 0.5 / 255 - means) / s)
    upper = torch.where(x >= 1, torch.ones_like(upper), upper)
    lower = torch.where(x <= 0, torch.zeros_like(lower), lower)
    pixels = (torch.softmax(logits, -1) * (upper - lower).prod(-1)).sum(-1)
    return -pixels.log().sum(1), (torch.softmax(logits, -1)[..., None] * means).sum(-2)


def main():
    shape = (BATCH, PIXELS, COLOURS)
    bytes_ = rng.integers(0, 256, shape)
    bytes_[0, 0], bytes_[1, 0] = [0, 255, 0], [255, 0, 128]
    x = single(bytes_ / 255)
    mean, logits = single(rng.uniform(0, 1, shape)), single(rng.normal(size=shape) * 3)
    bits = single(rng.integers(0, 2, shape))
    counts = torch.tensor([[1, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=torch.float64)[..., None]
    made = rng.normal(size=(BATCH, PIXELS, COMPONENTS * (1 + 2 * COLOURS))) * 0.5
    made = single(made).requires_grad_()
    nll, shown = logistics(x, made)
    nll.sum().backward()
    moved = mean.clone().requires_grad_()
    best = (x - moved).abs().mean()
    (-Laplace(moved, best).log_prob(x)).sum().backward()
    turned = mean.clone().requires_grad_()
    errors = (x - turned).reshape(-1, COLOURS)
    best = errors.T @ errors / len(errors)
    (-MultivariateNormal(turned, best).log_prob(x)).sum().backward()
    sigma = single([[0.04, 0.01, -0.005], [0.01, 0.02, 0.004], [-0.005, 0.004, 0.03]])
    some = (x - mean).abs()[counts.expand(shape).bool()].mean()

    def per_row(t):
        return plain(t.reshape(BATCH, -1).sum(1))

    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'shape': list(shape),
            'components': COMPONENTS,
            'scale': SCALE,
            'covariance': plain(sigma),
            'x': plain(x),
            'mean': plain(mean),
            'logits': plain(logits),
            'bits': plain(bits),
            'counts': plain(counts),
            'made': plain(made.detach()),
        },
        'expected': {
            'gaussianNll': per_row(-Normal(mean, SCALE).log_prob(x)),
            'gaussianNllOfSome': per_row(-Normal(mean, SCALE).log_prob(x) * counts),
            'correlatedNll': plain(-MultivariateNormal(mean, best.detach()).log_prob(x).sum(1)),
            'correlatedNllAtScale': plain(-MultivariateNormal(mean, sigma).log_prob(x).sum(1)),
            'correlatedGradient': plain(turned.grad),
            'laplaceNll': per_row(-Laplace(mean, (x - mean).abs().mean()).log_prob(x)),
            'laplaceNllOfSome': per_row(-Laplace(mean, some).log_prob(x) * counts),
            'laplaceNllAtScale': per_row(-Laplace(mean, SCALE).log_prob(x)),
            'laplaceGradient': plain(moved.grad),
            'bernoulliNll': per_row(-Bernoulli(logits=logits).log_prob(bits)),
            'crossEntropy': per_row(binary_cross_entropy_with_logits(logits, x, reduction='none')),
            'logisticsNll': plain(nll.detach()),
            'logisticsGradient': plain(made.grad),
            'logisticsMean': plain(shown.detach()),
        },
    }
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
