"""Golden values for the losses of packages/gan: values and gradients, R1 with its double backward.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/gan_losses.py

XM's pictures have their channels last and its kernels are [height, width, inputs, outputs].
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 7
BATCH = 4
OUT = Path('packages/gan/test/golden/losses.json')
PROVENANCE = f'tools/golden/gan_losses.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'

rng = np.random.default_rng(SEED)
torch.backends.nnpack.set_flags(False)


def draw(*shape, scale=1.0):
    """Numbers that float32 holds exactly."""
    values = (scale * rng.normal(size=shape)).astype(np.float32).astype(np.float64)
    return torch.tensor(values, requires_grad=True)


def plain(tensor):
    return {'shape': list(tensor.shape), 'values': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(f, named):
    value = f(**named)
    gradients = torch.autograd.grad(value, list(named.values()))
    return ({name: plain(t) for name, t in named.items()},
            {'value': float(f'{value.item():.9g}'), 'gradients': {n: plain(g) for n, g in zip(named, gradients)}})


def same(x, size, strides):
    """Zeros so that ceil(side/strides) windows fit, the odd one at the end. x is [n, c, h, w]."""
    sides = []
    for side in (x.shape[3], x.shape[2]):
        total = max(0, (-(-side // strides) - 1) * strides + size - side)
        sides += [total // 2, total - total // 2]
    return F.pad(x, sides)


def convolve(x, kernel, strides):
    return F.conv2d(same(x, kernel.shape[0], strides), kernel.permute(3, 2, 0, 1), stride=strides)


def critic(x, first, second, gain, bias, score):
    """Convolutions of stride 1 and 2, a norm over channels between them, leaky ReLU, and a linear score."""
    x = F.leaky_relu(convolve(x.permute(0, 3, 1, 2), first, 1), 0.2)
    x = F.layer_norm(x.permute(0, 2, 3, 1), (first.shape[3],), gain, bias).permute(0, 3, 1, 2)
    x = F.leaky_relu(convolve(x, second, 2), 0.2)
    return x.permute(0, 2, 3, 1).flatten(1) @ score


def r1(gamma, x, **params):
    slope, = torch.autograd.grad(critic(x, **params).sum(), x, create_graph=True)
    return gamma / 2 * slope.square().flatten(1).sum(1).mean()


def matching_aware(real, fake, mismatched, differs):
    """GAN-CLS; only pairs that do not match by chance count as mismatched."""
    bce = F.binary_cross_entropy_with_logits
    wrong = mismatched[differs > 0]
    return bce(real, torch.ones_like(real)) + 0.5 * (
        bce(fake, torch.zeros_like(fake)) + bce(wrong, torch.zeros_like(wrong)))


def entropy(logits, shape, colour):
    return F.cross_entropy(logits[:, :3], shape) + F.cross_entropy(logits[:, 3:], colour)


def main():
    bce, ones, zeros = F.binary_cross_entropy_with_logits, torch.ones(BATCH, 1).double(), torch.zeros(BATCH, 1).double()
    real, fake, mismatched = draw(BATCH, 1, scale=2), draw(BATCH, 1, scale=2), draw(BATCH, 1, scale=2)
    differs = torch.tensor([[1.0], [0.0], [1.0], [1.0]])
    shape, colour = torch.tensor([0, 2, 1, 1]), torch.tensor([1, 0, 1, 1])
    pictures = draw(2, 5, 5, 2)
    space, scale = draw(BATCH, 6).detach(), 3.5
    targets = torch.tensor([[0.5, 0, 0.5, 0], [0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0, 0, 1]]).double()
    params = {'first': draw(3, 3, 2, 3, scale=0.5), 'second': draw(3, 3, 3, 2, scale=0.5),
              'gain': draw(3), 'bias': draw(3), 'score': draw(18, 1)}
    cases = {
        'nonSaturating critic': case(lambda real, fake: bce(real, ones) + bce(fake, zeros), {'real': real, 'fake': fake}),
        'nonSaturating generator': case(lambda fake: bce(fake, ones), {'fake': fake}),
        'hinge critic': case(lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(), {'real': real, 'fake': fake}),
        'hinge generator': case(lambda fake: -fake.mean(), {'fake': fake}),
        'matching aware': case(lambda real, fake, mismatched: matching_aware(real, fake, mismatched, differs),
                               {'real': real, 'fake': fake, 'mismatched': mismatched}),
        'attributeEntropy': case(lambda logits: entropy(logits, shape, colour), {'logits': draw(BATCH, 5)}),
        'modeSeeking': case(
            lambda a, b, za, zb: 1 / ((a - b).abs().mean() / (za - zb).abs().mean() + 1e-5),
            {'a': draw(2, 3, 3, 1), 'b': draw(2, 3, 3, 1), 'za': draw(2, 4), 'zb': draw(2, 4)}),
        'featureDistance': case(lambda fake: (fake - space).square().sum(1).mean(), {'fake': draw(BATCH, 6)}),
        'contrast': case(lambda fake: F.cross_entropy(scale * fake @ space.T, torch.arange(BATCH)), {'fake': draw(BATCH, 6)}),
        'contrast, repeated': case(lambda fake: F.cross_entropy(scale * fake @ space.T, targets), {'fake': draw(BATCH, 6)}),
        'r1Penalty': case(lambda x, **p: r1(0.7, x, **p), {'x': pictures, **params}),
    }
    # R1 does not change with the bias: it only moves what the leaky ReLU lets through.
    fixed = {name: {'space': plain(space), 'targets': plain(targets)} for name in cases if name.startswith(('featureDistance', 'contrast'))}
    fixed |= {'matching aware': {'differs': plain(differs)},
             'attributeEntropy': {'labels': plain(torch.cat([F.one_hot(shape, 3), F.one_hot(colour, 2)], 1).double())}}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({
        'provenance': PROVENANCE,
        'inputs': {name: {'wrt': inputs, **fixed.get(name, {})} for name, (inputs, _) in cases.items()},
        'expected': {name: expected for name, (_, expected) in cases.items()},
    }) + '\n')


if __name__ == '__main__':
    main()
