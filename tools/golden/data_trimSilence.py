"""Golden values for packages/data: cutting off silence.

Needs librosa 0.11.0 and numpy 2.4.6. Run from the repository root:
    python tools/golden/data_trimSilence.py

The sounds are noise of 1 s at 4 kHz whose loudness steps as `levels` says, each of 200 samples; the tests make
them anew from the noise.
"""

import json
from pathlib import Path

import librosa
import numpy as np

SEED = 7
OUT = Path('packages/data/test/golden/trimSilence.json')
PROVENANCE = f'tools/golden/data_trimSilence.py, librosa {librosa.__version__}, numpy {np.__version__}, seed {SEED}'
rng = np.random.default_rng(SEED)
noise = rng.uniform(-1, 1, 200).astype(np.float32)

quiet, faint = 1e-4, 1e-2
LEVELS = [
    [0, 0, 0, 1, 1, 0, 1, 0, 0, 0], [quiet, faint, 1, 1, faint, quiet], [1, 0, 0], [0, 0, 1], [0, 0, 0], [1],
    [quiet, quiet, 1e-5], [0] * 12 + [faint, 1] + [quiet] * 12,
]
OPTIONS = [dict(), dict(topDb=30), dict(topDb=50, frameLength=256, hop=64), dict(frameLength=101, hop=30)]

cases = []
for levels in LEVELS:
    sound = np.concatenate([np.float32(level) * noise for level in levels])
    for o in OPTIONS:
        _, (start, end) = librosa.effects.trim(
            sound, top_db=o.get('topDb', 60), frame_length=o.get('frameLength', 2048), hop_length=o.get('hop', 512),
        )
        cases.append({'levels': levels, 'options': o, 'start': int(start), 'end': int(end)})
OUT.write_text(json.dumps({'provenance': PROVENANCE, 'noise': noise.tolist(), 'cases': cases}) + '\n')
