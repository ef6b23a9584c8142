"""A golden file for the safetensors format of packages/tensor-ops.

Needs numpy 2.4.6 and safetensors 0.8.0. Run from the repository root:
    python tools/golden/tensor-ops_safetensors.py
"""

import base64
import json
from pathlib import Path

import numpy as np
import safetensors
from safetensors.numpy import save

SEED = 7
OUT = Path('packages/tensor-ops/test/golden/safetensors.json')
PROVENANCE = f'tools/golden/tensor-ops_safetensors.py, safetensors {safetensors.__version__}, seed {SEED}'

rng = np.random.default_rng(SEED)


def main():
    floats = {name: rng.normal(size=shape).astype(np.float32)
              for name, shape in [('z.kernel', (2, 3)), ('a', ()), ('größe', (1, 0, 2)), ('z.bias', (3,))]}
    mixed = {**floats, 'ids': np.array([[1, -2], [2**31 - 1, 0]], np.int32)}
    metadata = {'step': '12 "steps"'}
    plain = {name: {'shape': list(a.shape), 'dtype': str(a.dtype), 'values': a.flatten().tolist()}
             for name, a in mixed.items()}
    expected = {name: base64.b64encode(save(tensors, metadata)).decode()
                for name, tensors in [('floats', floats), ('mixed', mixed)]}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    golden = {'provenance': PROVENANCE, 'inputs': {'tensors': plain, 'metadata': metadata}, 'expected': expected}
    OUT.write_text(json.dumps(golden, ensure_ascii=False) + '\n')


if __name__ == '__main__':
    main()
