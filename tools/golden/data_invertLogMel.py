"""Golden values for packages/data: from log-mel spectrograms back to sound.

Needs librosa 0.11.0, SciPy 1.17.1 and numpy 2.4.6. Run from the repository root:
    python tools/golden/data_invertLogMel.py

The inverse transform and Griffin-Lim are librosa's. Powers from mel bands are computed here with whole matrices,
in 20 of the same steps; beside them stands how far librosa.feature.inverse.mel_to_stft is from the same bands and
from the spectrum that they were made of.
"""

import json
from pathlib import Path

import librosa
import numpy as np

SEED = 7
OUT = Path('packages/data/test/golden/invertLogMel.json')
PROVENANCE = f'tools/golden/data_invertLogMel.py, librosa {librosa.__version__}, numpy {np.__version__}, seed {SEED}'
rng = np.random.default_rng(SEED)


def flat(values, digits=9):
    return [float(f'{x:.{digits}g}') for x in np.asarray(values, np.float64).ravel()]


def rounded(values):
    return np.asarray([flat(row, 6) for row in values])


def voice(rate, length):
    """A gliding pitch with overtones that fade in and out, and a little noise."""
    t = np.arange(length) / rate
    phase = 2 * np.pi * (140 * t + 400 * t**2)
    tones = sum(np.sin(k * phase) / k for k in range(1, 12))
    return 0.2 * tones * np.sin(np.pi * t / t[-1]) ** 2 + 1e-3 * rng.standard_normal(length)


def sizes_of(o):
    return dict(n_fft=o['fftSize'], win_length=o['windowLength'], hop_length=o['hop'])


inverse, griffin, mel = [], [], []
for o in [dict(fftSize=64, windowLength=64, hop=16), dict(fftSize=64, windowLength=51, hop=20)]:
    spectra = rng.standard_normal((6, 33)) + 1j * rng.standard_normal((6, 33))
    spectra[:, [0, -1]] = spectra[:, [0, -1]].real
    sound = librosa.istft(spectra.T, **sizes_of(o))
    inverse.append({
        'options': o, 'frames': 6, 're': flat(spectra.real, 17), 'im': flat(spectra.imag, 17), 'expected': flat(sound, 12),
    })
    magnitudes = rounded(np.abs(librosa.stft(voice(8000, 320), **sizes_of(o))))
    results = []
    for iterations, momentum in [(1, 0.99), (32, 0.99), (32, 0)]:
        sound = librosa.griffinlim(magnitudes, n_iter=iterations, momentum=momentum, init=None, **sizes_of(o))
        results.append({'iterations': iterations, 'momentum': momentum, 'expected': flat(sound)})
    griffin.append({'options': o, 'magnitudes': flat(magnitudes.T, 6), 'results': results})
for rate, o in [
    (16000, dict(fftSize=512, windowLength=400, hop=160, mels=80)),
    (8000, dict(fftSize=256, windowLength=200, hop=80, mels=40)),
]:
    power = rounded(np.abs(librosa.stft(voice(rate, rate // 16), **sizes_of(o))) ** 2)
    filters = librosa.filters.mel(sr=rate, n_fft=o['fftSize'], n_mels=o['mels'], dtype=np.float64)
    bands = filters @ power
    reached = filters.sum(0)[:, None]
    divided = lambda a, b: np.divide(a, b, out=np.zeros_like(a), where=b > 0)
    x = divided(filters.T @ (bands / filters.sum(1)[:, None]), reached + 0 * power)
    for _ in range(20):
        x = x * divided(filters.T @ divided(bands, filters @ x), reached + 0 * power)

    def errors(found):
        made = np.log(np.maximum(filters @ found, 1e-10)) - np.log(np.maximum(bands, 1e-10))
        away = np.linalg.norm(np.sqrt(found) - np.sqrt(power)) / np.linalg.norm(np.sqrt(power))
        return {'bands': float(np.abs(made).mean()), 'magnitudes': float(away)}

    least = librosa.feature.inverse.mel_to_stft(bands, sr=rate, n_fft=o['fftSize'], power=1.0)
    frames = [1, power.shape[1] // 2]
    mel.append({
        'sampleRate': rate, 'options': o, 'frames': power.shape[1], 'bands': flat(bands.T, 9), 'power': flat(power.T, 6),
        'checked': frames, 'expected': flat(x.T[frames]), 'librosa': errors(least), 'here': errors(x),
    })
OUT.write_text(json.dumps({'provenance': PROVENANCE, 'inverse': inverse, 'griffin': griffin, 'mel': mel}) + '\n')
