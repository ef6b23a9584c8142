"""Golden values for packages/data: log-mel spectrograms.

Needs librosa 0.11.0 and numpy 2.4.6. Run from the repository root:
    python tools/golden/data_logMel.py
"""

import json
from pathlib import Path

import librosa
import numpy as np

SEED = 7
OUT = Path('packages/data/test/golden/logMel.json')
PROVENANCE = f'tools/golden/data_logMel.py, librosa {librosa.__version__}, numpy {np.__version__}, seed {SEED}'
rng = np.random.default_rng(SEED)

CASES = [
    ('speech of 16 kHz', 16000, 700, dict(fftSize=512, windowLength=400, hop=160, mels=80)),
    ('spoken digits', 8000, 500, dict(fftSize=256, windowLength=200, hop=80, mels=40)),
    ('a window as long as the transform', 22050, 600, dict(fftSize=128, windowLength=128, hop=96, mels=10)),
    ('part of the frequencies', 16000, 300, dict(fftSize=256, windowLength=255, hop=100, mels=12, range=[80, 7600])),
    ('shorter than a window', 16000, 5, dict(fftSize=512, windowLength=400, hop=160, mels=8)),
]

cases = []
for name, rate, length, o in CASES:
    t = np.arange(length) / rate
    sound = 0.5 * np.sin(2 * np.pi * 440 * t) + 0.2 * np.sin(2 * np.pi * 2500 * t * (1 + t))
    sound = (sound + 0.05 * rng.standard_normal(length)).astype(np.float32)
    low, high = o.get('range', [0, rate / 2])
    mel = librosa.feature.melspectrogram(
        y=sound.astype(np.float64), sr=rate, n_fft=o['fftSize'], win_length=o['windowLength'],
        hop_length=o['hop'], n_mels=o['mels'], fmin=low, fmax=high, dtype=np.float64,
    )
    expected = np.log(np.maximum(mel, 1e-10)).T
    cases.append({
        'name': name, 'sampleRate': rate, 'options': o, 'samples': [float(x) for x in sound],
        'frames': expected.shape[0], 'expected': [round(float(x), 7) for x in expected.ravel()],
    })
OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}) + '\n')
