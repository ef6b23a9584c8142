"""Golden values for packages/data: WAV files.

Needs Python 3.11 (audioop), numpy 2.4.6 and SciPy 1.17.1. Run from the repository root:
    python tools/golden/data_wav.py

SciPy writes whole numbers and floats of each width and reads them back; 24 bits and the extensible header are
written here and read by SciPy; µ-law and A-law are encoded and decoded by audioop.
"""

import audioop
import base64
import io
import json
import struct
from pathlib import Path

import numpy as np
import scipy
from scipy.io import wavfile

SEED = 7
OUT = Path('packages/data/test/golden/wav.json')
PROVENANCE = f'tools/golden/data_wav.py, SciPy {scipy.__version__}, audioop of Python 3.11, seed {SEED}'
rng = np.random.default_rng(SEED)
cases = []


def b64(data):
    return base64.b64encode(bytes(data)).decode()


def riff(encoding, channels, rate, bits, data, extensible=False):
    align = channels * bits // 8
    fmt = struct.pack('<HHIIHH', 0xFFFE if extensible else encoding, channels, rate, rate * align, align, bits)
    if extensible:
        guid = struct.pack('<H', encoding) + bytes.fromhex('000000001000800000aa00389b71')
        fmt += struct.pack('<HHI', 22, bits, 0) + guid
    odd = b'\0' if len(data) % 2 else b''
    chunks = b'fmt ' + struct.pack('<I', len(fmt)) + fmt
    chunks += b'LIST' + struct.pack('<I', 3) + b'abc\0'
    chunks += b'data' + struct.pack('<I', len(data)) + data + odd
    return b'RIFF' + struct.pack('<I', 4 + len(chunks)) + b'WAVE' + chunks


def add(name, file, rate, expected):
    values = np.asarray(expected, np.float64)
    mono = values.mean(1) if values.ndim == 2 else values
    cases.append({'name': name, 'file': b64(file), 'sampleRate': rate, 'expected': mono.tolist()})


def scaled(values):
    """As numbers in −1…1; SciPy gives 24 bits in the upper three bytes of 32."""
    if values.dtype == np.uint8:
        return (values.astype(np.float64) - 128) / 128
    if values.dtype.kind == 'i':
        return values / 2.0 ** (8 * values.dtype.itemsize - 1)
    return values


for dtype, low, high in [('u1', 0, 256), ('i2', -(2**15), 2**15), ('i4', -(2**31), 2**31)]:
    for channels in (1, 2):
        written = rng.integers(low, high, (12, channels)).astype(dtype)
        buffer = io.BytesIO()
        wavfile.write(buffer, 8000 * channels, written if channels > 1 else written[:, 0])
        rate, read = wavfile.read(io.BytesIO(buffer.getvalue()))
        add(f'{dtype}, {channels} channels', buffer.getvalue(), rate, scaled(read))
for dtype in ('f4', 'f8'):
    buffer = io.BytesIO()
    wavfile.write(buffer, 44100, rng.uniform(-1, 1, 12).astype(dtype))
    rate, read = wavfile.read(io.BytesIO(buffer.getvalue()))
    add(dtype, buffer.getvalue(), rate, read)
for bits, extensible in [(24, False), (24, True), (16, True)]:
    file = riff(1, 1, 16000, bits, rng.bytes(13 * bits // 8), extensible)
    rate, read = wavfile.read(io.BytesIO(file))
    add(f'{bits} bits{", extensible" if extensible else ""}', file, rate, scaled(read))
every = bytes(range(256))
add('µ-law', riff(7, 1, 8000, 8, every), 8000, np.frombuffer(audioop.ulaw2lin(every, 2), '<i2') / 2**15)
add('A-law', riff(6, 1, 8000, 8, every), 8000, np.frombuffer(audioop.alaw2lin(every, 2), '<i2') / 2**15)

OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}, ensure_ascii=False) + '\n')
