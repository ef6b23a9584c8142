"""Golden values for the quantised part of packages/vae.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/vae_quantised.py

The quantiser is the one everybody writes in torch: cdist, argmin, detach. The prior is written anew from its docstrings,
by torch's own attention, layer_norm and cross_entropy, and gets its params from here.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

SEED = 17
OUT = Path('packages/vae/test/golden/quantised.json')
PROVENANCE = f'tools/golden/vae_quantised.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'
SHAPE, CODES = (2, 3, 2, 4), 5
BETA = 0.25
GRID = {'codes': 3, 'rows': 2, 'columns': 2, 'condition': 2, 'dim': 4, 'depth': 2, 'heads': 2}
SLOTS, BATCH = 4, 3

rng = np.random.default_rng(SEED)


def draw(*shape):
    """Values that float32 holds exactly."""
    return torch.tensor(rng.normal(size=shape).astype(np.float32).astype(np.float64))


def plain(tensor):
    return [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]


def quantised(z, codebook, weights, unit):
    z, codebook = z.clone().requires_grad_(), codebook.clone().requires_grad_()
    rows, book = z.reshape(-1, z.shape[-1]), codebook
    if unit:
        rows, book = F.normalize(rows, dim=-1), F.normalize(book, dim=-1)
    tokens = torch.cdist(rows, book).argmin(1)
    codes = book[tokens]
    codebook_loss = F.mse_loss(codes, rows.detach(), reduction='sum') / len(rows)
    commitment = F.mse_loss(rows, codes.detach(), reduction='sum') / len(rows)
    through = rows + (codes - rows).detach()
    share = torch.bincount(tokens, minlength=len(book)) / len(rows)
    loss = (through * weights.reshape(through.shape)).sum() + codebook_loss + BETA * commitment
    loss.backward()
    return {
        'tokens': tokens.tolist(),
        'vectors': plain(through),
        'codebook': plain(codebook_loss)[0],
        'commitment': plain(commitment)[0],
        'perplexity': plain(torch.distributions.Categorical(share).entropy().exp())[0],
        'gradientOfZ': plain(z.grad),
        'gradientOfCodebook': plain(codebook.grad),
    }


def prior_params():
    dim, length = GRID['dim'], GRID['rows'] * GRID['columns'] + 1
    params = {}

    def dense(path, inputs, units):
        params[f'{path}.kernel'] = draw(inputs, units) / inputs**0.5
        params[f'{path}.bias'] = 0.1 * draw(units)

    def norm(path):
        params[f'{path}.gain'] = 1 + 0.1 * draw(dim)
        params[f'{path}.bias'] = 0.1 * draw(dim)

    params['embedding.table'] = draw(GRID['codes'] + 1, dim)
    dense('slots', GRID['condition'], SLOTS * dim)
    params['positions'] = draw(length, dim)
    for i in range(GRID['depth']):
        norm(f'block{i}.norm')
        dense(f'block{i}.cross.query', dim, dim)
        dense(f'block{i}.cross.keyValue', dim, 2 * dim)
        dense(f'block{i}.cross.output', dim, dim)
        norm(f'block{i}.self.norm1')
        dense(f'block{i}.self.attention.qkv', dim, 3 * dim)
        dense(f'block{i}.self.attention.output', dim, dim)
        norm(f'block{i}.self.norm2')
        dense(f'block{i}.self.expand', dim, 2 * dim)
        dense(f'block{i}.self.contract', 2 * dim, dim)
    norm('norm')
    dense('head', dim, GRID['codes'] + 1)
    return {path: value.float().double() for path, value in params.items()}


def log_prob(params, tokens, condition):
    dim, heads, codes = GRID['dim'], GRID['heads'], GRID['codes']

    def dense(path, x):
        return F.linear(x, params[f'{path}.kernel'].T, params[f'{path}.bias'])

    def norm(path, x):
        return F.layer_norm(x, (dim,), params[f'{path}.gain'], params[f'{path}.bias'], 1e-5)

    def by_head(x):
        return x.reshape(len(x), -1, heads, dim // heads).transpose(1, 2)

    def attend(q, k, v, causal):
        seen = F.scaled_dot_product_attention(by_head(q), by_head(k), by_head(v), is_causal=causal)
        return seen.transpose(1, 2).reshape(len(q), -1, dim)

    tokens = tokens.reshape(len(tokens), -1)
    begun = torch.cat([torch.full((len(tokens), 1), codes), tokens[:, :-1]], 1)
    memory = dense('slots', condition).reshape(len(tokens), SLOTS, dim)
    x = params['embedding.table'][begun] + params['positions'][: begun.shape[1]]
    for i in range(GRID['depth']):
        block = f'block{i}'
        k, v = dense(f'{block}.cross.keyValue', memory).chunk(2, -1)
        q = dense(f'{block}.cross.query', norm(f'{block}.norm', x))
        x = x + dense(f'{block}.cross.output', attend(q, k, v, False))
        q, k, v = dense(f'{block}.self.attention.qkv', norm(f'{block}.self.norm1', x)).chunk(3, -1)
        x = x + dense(f'{block}.self.attention.output', attend(q, k, v, True))
        inner = F.gelu(dense(f'{block}.self.expand', norm(f'{block}.self.norm2', x)))
        x = x + dense(f'{block}.self.contract', inner)
    logits = dense('head', norm('norm', x))[:, :, :codes]
    return -F.cross_entropy(logits.transpose(1, 2), tokens, reduction='none').sum(1)


def main():
    z, codebook, weights = draw(*SHAPE), draw(CODES, SHAPE[-1]), draw(*SHAPE)
    params = prior_params()
    tokens = torch.tensor(rng.integers(0, GRID['codes'], (BATCH, GRID['rows'], GRID['columns'])))
    condition = draw(BATCH, GRID['condition'])
    of_tokens = log_prob(params, tokens, condition)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {
            'shape': SHAPE,
            'codes': CODES,
            'beta': BETA,
            'z': plain(z),
            'codebook': plain(codebook),
            'weights': plain(weights),
            'prior': {
                'config': GRID,
                'params': {
                    path: {'shape': list(value.shape), 'values': plain(value)}
                    for path, value in params.items()
                },
                'tokens': tokens.tolist(),
                'condition': condition.tolist(),
            },
        },
        'expected': {
            'euclidean': quantised(z, codebook, weights, False),
            'unit': quantised(z, codebook, weights, True),
            'logProb': plain(of_tokens),
            'loss': plain(-of_tokens.mean() / (GRID['rows'] * GRID['columns']))[0],
        },
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
