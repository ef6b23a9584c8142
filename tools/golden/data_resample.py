"""Golden values for packages/data: resampling.

Needs librosa 0.11.0, SciPy 1.17.1 and numpy 2.4.6. Run from the repository root:
    python tools/golden/data_resample.py
"""

import json
from pathlib import Path

import librosa
import numpy as np
import scipy

SEED = 7
OUT = Path('packages/data/test/golden/resample.json')
PROVENANCE = (
    f'tools/golden/data_resample.py, librosa {librosa.__version__} (polyphase), SciPy {scipy.__version__}, '
    f'seed {SEED}'
)
rng = np.random.default_rng(SEED)

cases = []
for before, after, length in [
    (8000, 16000, 60), (16000, 8000, 91), (44100, 16000, 300), (22050, 16000, 150), (48000, 44100, 120),
    (16000, 22050, 1), (16000, 11025, 7),
]:
    samples = rng.uniform(-1, 1, length).astype(np.float32).astype(np.float64)
    expected = librosa.resample(samples, orig_sr=before, target_sr=after, res_type='polyphase')
    cases.append({
        'before': before, 'after': after, 'samples': samples.tolist(),
        'expected': [round(float(x), 9) for x in expected],
    })
OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}) + '\n')
