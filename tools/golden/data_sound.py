"""Golden values for packages/data: FLAC, MP3, Ogg Vorbis and Ogg Opus files.

Needs soundfile 0.14.0 (with libsndfile 1.2.2, in it libFLAC, LAME, mpg123, libvorbis and libopus) and numpy 2.4.6.
Run from the repository root:
    python tools/golden/data_sound.py

libsndfile writes made-up sounds and reads them back; several channels are averaged. Ogg files have a number drawn
by libsndfile in them, so they differ from run to run.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import soundfile

SEED = 7
OUT = Path('packages/data/test/golden/sound.json')
PROVENANCE = (
    f'tools/golden/data_sound.py, soundfile {soundfile.__version__}, {soundfile.__libsndfile_version__}, seed {SEED}'
)
rng = np.random.default_rng(SEED)
cases = []


def b64(data):
    return base64.b64encode(bytes(data)).decode()


def tones(rate, length, channels=1):
    t = np.arange(length)[:, None] / rate
    pitch = np.array([300, 310, 800, 1000, 60, 1500, 200, 400])[:channels]
    return 0.4 * np.sin(2 * np.pi * (pitch * t + 500 * t**2)) + 0.01 * rng.standard_normal((length, channels))


def add(name, values, rate, container, subtype, **how):
    buffer = io.BytesIO()
    soundfile.write(buffer, values, rate, format=container, subtype=subtype, **how)
    read, rate_read = soundfile.read(io.BytesIO(buffer.getvalue()), always_2d=True)
    cases.append({
        'name': name, 'file': b64(buffer.getvalue()), 'sampleRate': rate_read,
        'expected': b64(read.mean(1).astype('<f4').tobytes()),
    })


add('FLAC, 16 bits, two blocks', tones(16000, 4500), 16000, 'FLAC', 'PCM_16')
add('FLAC, 8 bits', tones(8000, 300), 8000, 'FLAC', 'PCM_S8')
add('FLAC, 24 bits, alike channels', np.repeat(tones(44100, 400), 2, 1) * [1, 0.9], 44100, 'FLAC', 'PCM_24')
add('FLAC, 16 bits, 2 channels', tones(48000, 400, 2), 48000, 'FLAC', 'PCM_16')
add('FLAC, 16 bits, 6 channels', tones(22050, 200, 6), 22050, 'FLAC', 'PCM_16')
add('FLAC, quickly packed', tones(16000, 300), 16000, 'FLAC', 'PCM_16', compression_level=0)
left = tones(16000, 300)
add('FLAC, a quiet side', np.hstack([left, left + 0.01 * tones(16000, 300)]), 16000, 'FLAC', 'PCM_16')
add('FLAC, a quiet left', np.hstack([0.01 * left, left]), 16000, 'FLAC', 'PCM_16')
add('FLAC, a quiet right', np.hstack([left, 0 * left]), 16000, 'FLAC', 'PCM_16')
add('FLAC, noise', rng.uniform(-1, 1, 300), 16000, 'FLAC', 'PCM_16')
add('FLAC, loud noise, 24 bits, 2 channels', rng.choice([-1.0, 1.0], (100, 2)), 16000, 'FLAC', 'PCM_24')
add('FLAC, silence', np.zeros(1000), 16000, 'FLAC', 'PCM_16')
add('FLAC, low bits empty', np.round(tones(16000, 300) * 256) / 256, 16000, 'FLAC', 'PCM_16')
add('FLAC, one sample', np.array([0.5]), 16000, 'FLAC', 'PCM_16')
add('Opus, 16 kHz', tones(16000, 1600), 16000, 'OGG', 'OPUS')
add('Opus, 48 kHz, 2 channels', tones(48000, 3000, 2), 48000, 'OGG', 'OPUS')
add('Opus, 8 kHz, 6 channels', tones(8000, 1000, 6), 8000, 'OGG', 'OPUS')
add('Vorbis, 16 kHz', tones(16000, 1600), 16000, 'OGG', 'VORBIS')
add('Vorbis, 44.1 kHz, 2 channels', tones(44100, 2000, 2), 44100, 'OGG', 'VORBIS')
add('MP3, 16 kHz', tones(16000, 1600), 16000, 'MP3', 'MPEG_LAYER_III')
add('MP3, 44.1 kHz, 2 channels', tones(44100, 2000, 2), 44100, 'MP3', 'MPEG_LAYER_III')

OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}) + '\n')
