"""A golden file for numbers of 16 bits in packages/tensor-ops.

Needs numpy 2.4.6. Run from the repository root:
    python tools/golden/tensor-ops_float16.py
"""

import json
from pathlib import Path

import numpy as np

SEED = 7
OUT = Path('packages/tensor-ops/test/golden/float16.json')
PROVENANCE = f'tools/golden/tensor-ops_float16.py, numpy {np.__version__}, seed {SEED}'


def main():
    rng = np.random.default_rng(SEED)
    spread = rng.normal(size=400) * 2.0 ** rng.integers(-30, 20, size=400)
    # Halfway between neighbours, and the last numbers before another kind begins.
    ties = (np.arange(0, 2048, 37) + 0.5) * 2.0**-24
    edges = [0.0, 65504.0, 65519.99, 65520.0, 1e9, 2.0**-14, 2.0**-24, 2.0**-25, 1.0000001 * 2.0**-25, 1e-30]
    values = np.concatenate([spread, ties, 1 + np.arange(9) * 2.0**-11, edges]).astype(np.float32)
    values = np.concatenate([values, -values])
    with np.errstate(over='ignore'):
        halves = values.astype(np.float16)
    golden = {
        'provenance': PROVENANCE,
        'inputs': {'bits': values.view(np.uint32).tolist()},
        'expected': {'halves': halves.view(np.uint16).tolist(),
                     'back': halves.astype(np.float32).view(np.uint32).tolist()},
    }
    OUT.write_text(json.dumps(golden) + '\n')


if __name__ == '__main__':
    main()
