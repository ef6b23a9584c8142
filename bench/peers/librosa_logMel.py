"""Log-mel spectrograms by librosa (0.11) and by PyTorch (2.13) as torchaudio makes them, peers that logMel.mjs
takes turns with.

    python librosa_logMel.py THREADS

Reads 'librosa' or 'pytorch', makes the log-mels of one second of sound five times, and answers with the
milliseconds that one took.
"""

import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = sys.argv[1]

import time

import librosa
import numpy as np
import torch

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)
size = dict(n_fft=512, hop_length=160, win_length=400)
samples = np.random.default_rng(1).uniform(-1, 1, 16000).astype(np.float32)
sound, window = torch.tensor(samples), torch.hann_window(400)
filters = torch.tensor(librosa.filters.mel(sr=16000, n_fft=512, n_mels=80))


def by_librosa():
    mel = librosa.feature.melspectrogram(y=samples, sr=16000, n_mels=80, **size)
    return np.log(np.maximum(mel, 1e-10))


def by_pytorch():
    spectrum = torch.stft(sound, **size, window=window, pad_mode="constant", return_complex=True)
    return (filters @ spectrum.abs().square()).clamp_min(1e-10).log()


assert np.allclose(by_librosa(), by_pytorch().numpy(), atol=1e-3)
print("ready", flush=True)
for line in sys.stdin:
    make = {"librosa": by_librosa, "pytorch": by_pytorch}[line.strip()]
    begin = time.perf_counter()
    for _ in range(5):
        make()
    print((time.perf_counter() - begin) * 1000 / 5, flush=True)
