"""Golden values for packages/data: the hash of contents.

Needs mmh3 5.3.0. Run from the repository root:
    python tools/golden/data_hash64.py
"""

import json
import random
from importlib.metadata import version
from pathlib import Path

import mmh3

SEED = 3
OUT = Path('packages/data/test/golden/hash64.json')
PROVENANCE = f'tools/golden/data_hash64.py, mmh3 {version("mmh3")} (MurmurHash3 x86 128), seed {SEED}'
rng = random.Random(SEED)

cases = []
for length in [*range(0, 18), 31, 32, 33, 100]:
    content = rng.randbytes(length)
    seed = rng.choice([0, 1, 64, 16000, 2**31, 2**32 - 1])
    # The digest's first 8 bytes are the low half of the 128 bits.
    expected = mmh3.hash128(content, seed, x64arch=False) % 2**64
    cases.append({'content': content.hex(), 'seed': seed, 'expected': str(expected)})
OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}) + '\n')
