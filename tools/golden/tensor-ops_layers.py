"""Golden values for the layers of packages/tensor-ops: value and gradients.

Needs numpy 2.4.6 and torch 2.13.0. Run from the repository root:
    python tools/golden/tensor-ops_layers.py

Every case has a weight for each number of the result; gradients are those of the weighted sum, in double
precision. XM's pictures have their channels last and its kernels are [height, width, inputs, outputs].
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 7
OUT = Path('packages/tensor-ops/test/golden/layers.json')
PROVENANCE = f'tools/golden/tensor-ops_layers.py, torch {torch.__version__.split("+")[0]}, seed {SEED}'

rng = np.random.default_rng(SEED)


def draw(*shape):
    """Numbers that float32 holds exactly."""
    values = rng.normal(size=shape).astype(np.float32).astype(np.float64)
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def plain(tensor):
    return {'shape': list(tensor.shape), 'values': [float(f'{v:.9g}') for v in tensor.detach().flatten().tolist()]}


def case(f, x, params, **fixed):
    y = f(x, params)
    weights = draw(*y.shape).detach()
    named = {'x': x, **params}
    gradients = torch.autograd.grad((y * weights).sum(), list(named.values()))
    return {
        'inputs': {'x': plain(x), 'params': {k: plain(v) for k, v in params.items()}, 'weights': plain(weights),
                   **{k: plain(v) for k, v in fixed.items()}},
        'expected': {'y': plain(y), 'gradients': {k: plain(g) for k, g in zip(named, gradients)}},
    }


def pad_same(x, size, strides):
    """Zeros so that ceil(side/strides) windows fit, the odd one at the end. x is [n, c, h, w]."""
    sides = []
    for side in (x.shape[3], x.shape[2]):
        total = max(0, (-(-side // strides) - 1) * strides + size - side)
        sides += [total // 2, total - total // 2]
    return F.pad(x, sides)


def conv(x, kernel, strides, pad):
    x, kernel = x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1)
    if pad == 'same':
        x = pad_same(x, kernel.shape[2], strides)
    return F.conv2d(x, kernel, stride=strides).permute(0, 2, 3, 1)


def conv_transposed(x, kernel, strides, pad):
    """The gradient of `conv` in its picture: kernel is [h, w, outputs, inputs]."""
    side = x.shape[1] * strides if pad == 'same' else (x.shape[1] - 1) * strides + kernel.shape[0]
    picture = torch.zeros(x.shape[0], side, side, kernel.shape[2], dtype=torch.float64, requires_grad=True)
    y = conv(picture, kernel, strides, pad)
    return torch.autograd.grad(y, picture, x, create_graph=True)[0]


def attention(x, p, mask, heads, hidden=None):
    return F.multi_head_attention_forward(
        x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), x.shape[2], heads,
        p['qkv.kernel'].T, p['qkv.bias'], None, None, False, 0.0, p['output.kernel'].T, p['output.bias'],
        key_padding_mask=mask == 0, need_weights=False, attn_mask=hidden)[0].transpose(0, 1)


def cross_attention(x, p, mask, heads):
    key, value = p['keyValue.kernel'].T.split(x.shape[2])
    memory = p['memory'].transpose(0, 1)
    return F.multi_head_attention_forward(
        x.transpose(0, 1), memory, memory, x.shape[2], heads,
        None, torch.cat([p['query.bias'], p['keyValue.bias']]), None, None, False, 0.0,
        p['output.kernel'].T, p['output.bias'], key_padding_mask=mask == 0, need_weights=False,
        use_separate_proj_weight=True, q_proj_weight=p['query.kernel'].T, k_proj_weight=key,
        v_proj_weight=value)[0].transpose(0, 1)


def block(x, p, mask, heads):
    layer = torch.nn.TransformerEncoderLayer(
        x.shape[2], heads, p['expand.bias'].shape[0], dropout=0.0, activation='gelu', batch_first=True,
        norm_first=True, dtype=torch.float64)
    weights = {
        'self_attn.in_proj_weight': p['attention.qkv.kernel'].T, 'self_attn.in_proj_bias': p['attention.qkv.bias'],
        'self_attn.out_proj.weight': p['attention.output.kernel'].T,
        'self_attn.out_proj.bias': p['attention.output.bias'],
        'linear1.weight': p['expand.kernel'].T, 'linear1.bias': p['expand.bias'],
        'linear2.weight': p['contract.kernel'].T, 'linear2.bias': p['contract.bias'],
        'norm1.weight': p['norm1.gain'], 'norm1.bias': p['norm1.bias'],
        'norm2.weight': p['norm2.gain'], 'norm2.bias': p['norm2.bias'],
    }
    return torch.func.functional_call(layer, weights, (x,), {'src_key_padding_mask': mask == 0})


def group_norm(x, p):
    y = F.group_norm(x.permute(0, 3, 1, 2), 2, p['gain'], p['bias'])
    return y.permute(0, 2, 3, 1)


def main():
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=torch.float64)
    attention_params = {'qkv.kernel': draw(6, 18), 'qkv.bias': draw(18), 'output.kernel': draw(6, 6), 'output.bias': draw(6)}
    block_params = {
        'norm1.gain': draw(6), 'norm1.bias': draw(6),
        **{f'attention.{k}': draw(*v.shape) for k, v in attention_params.items()},
        'norm2.gain': draw(6), 'norm2.bias': draw(6),
        'expand.kernel': draw(6, 8), 'expand.bias': draw(8), 'contract.kernel': draw(8, 6), 'contract.bias': draw(6),
    }
    cases = {
        'dense': case(lambda x, p: x @ p['kernel'] + p['bias'], draw(2, 3, 4), {'kernel': draw(4, 5), 'bias': draw(5)}),
        'layerNorm': case(lambda x, p: F.layer_norm(x, (6,), p['gain'], p['bias']), draw(2, 3, 6), {'gain': draw(6), 'bias': draw(6)}),
        'groupNorm': case(group_norm, draw(2, 2, 3, 4), {'gain': draw(4), 'bias': draw(4)}),
        'multiHeadAttention': case(lambda x, p: attention(x, p, mask, 2), draw(2, 4, 6), attention_params, mask=mask),
        'transformerBlock': case(lambda x, p: block(x, p, mask, 2), draw(2, 4, 6), block_params, mask=mask),
        'gelu': case(lambda x, p: F.gelu(x), draw(3, 5), {}),
        'silu': case(lambda x, p: F.silu(x), draw(3, 5), {}),
        'logSoftmax': case(lambda x, p: F.log_softmax(x, -1), draw(3, 5), {}),
        'normalise': case(lambda x, p: F.normalize(x, dim=-1), draw(3, 5), {}),
        'standardize': case(lambda x, p: F.layer_norm(x, (5,)), draw(3, 5), {}),
    }
    for size, strides, pad in [(3, 1, 'same'), (3, 2, 'same'), (2, 2, 'valid')]:
        cases[f'conv2d {size} {strides} {pad}'] = case(
            lambda x, p: conv(x, p['kernel'], strides, pad) + p['bias'],
            draw(2, 6, 6, 2), {'kernel': draw(size, size, 2, 3), 'bias': draw(3)})
        cases[f'conv2dTransposed {size} {strides} {pad}'] = case(
            lambda x, p: conv_transposed(x, p['kernel'], strides, pad) + p['bias'],
            draw(2, 3, 3, 2), {'kernel': draw(size, size, 3, 2), 'bias': draw(3)})
    later = torch.ones(4, 4, dtype=torch.bool).triu(1)
    cases['causalAttention'] = case(
        lambda x, p: attention(x, p, mask, 2, later), draw(2, 4, 6),
        {k: draw(*v.shape) for k, v in attention_params.items()}, mask=mask)
    slots = torch.tensor([[1, 1, 0], [1, 1, 1]], dtype=torch.float64)
    cases['crossAttention'] = case(
        lambda x, p: cross_attention(x, p, slots, 2), draw(2, 4, 6),
        {'query.kernel': draw(6, 6), 'query.bias': draw(6), 'keyValue.kernel': draw(5, 12), 'keyValue.bias': draw(12),
         'output.kernel': draw(6, 6), 'output.bias': draw(6), 'memory': draw(2, 3, 5)}, mask=slots)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {name: c['inputs'] for name, c in cases.items()},
        'expected': {name: c['expected'] for name, c in cases.items()},
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
