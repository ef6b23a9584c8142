"""Golden values for packages/data: PNG decoding and resizing.

Needs numpy 2.4.6 and Pillow 12.3.0. Run from the repository root:
    python tools/golden/data_pictures.py

The PNG files are written here, sample by sample, with every colour type, bit depth, interlacing and
row filter; Pillow reads them. Pillow drops the low byte of 16-bit samples where XM rounds, so those
agree within 1 of 255, and within 2 where colour and opacity are both cut.
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, __version__ as pillow

SEED = 7
OUT = Path('packages/data/test/golden')
PROVENANCE = f'tools/golden/data_pictures.py, Pillow {pillow}, numpy {np.__version__}, seed {SEED}'
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]

rng = np.random.default_rng(SEED)


def b64(data):
    return base64.b64encode(bytes(data)).decode()


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def pack(row, depth):
    """Samples of one row as bytes."""
    if depth == 16:
        return row.astype('>u2').tobytes()
    if depth == 8:
        return row.astype('u1').tobytes()
    bits = ((row[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype('u1').ravel()
    return np.packbits(bits).tobytes()


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(rows, step):
    """Every row with another filter before it, as the specification says it."""
    out, above = b'', bytes(len(rows[0]))
    for number, row in enumerate(rows):
        kind = number % 5
        out += bytes([kind])
        for i, value in enumerate(row):
            a = row[i - step] if i >= step else 0
            b = above[i]
            c = above[i - step] if i >= step else 0
            guess = [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]
            out += bytes([(value - guess) & 255])
        above = row
    return out


def png(samples, colour, depth, interlaced, extra=b''):
    height, width, per_pixel = samples.shape
    step = max(1, per_pixel * depth // 8)
    data = b''
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y0::dy, x0::dx]
        if part.size:
            data += filtered([pack(row.ravel(), depth) for row in part], step)
    header = struct.pack('>IIBBBBB', width, height, depth, colour, 0, 0, int(interlaced))
    packed = zlib.compress(data)
    cut = len(packed) // 2
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + extra + chunk(b'tEXt', b'Comment\0golden')
            + chunk(b'IDAT', packed[:cut]) + chunk(b'IDAT', packed[cut:]) + chunk(b'IEND', b''))


def on_white(file):
    image = Image.open(io.BytesIO(file))
    if image.mode == 'I;16':
        image = Image.fromarray((np.asarray(image) >> 8).astype('u1'))
    rgba = np.asarray(image.convert('RGBA')).astype(np.float64)
    alpha = rgba[..., 3:] / 255
    return np.rint(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype('u1')


def png_cases():
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in (False, True):
                height, width = 13, 11
                samples = rng.integers(0, 2 ** depth, (height, width, SAMPLES[colour]))
                extra = b''
                if colour == 3:
                    colours = 2 ** depth
                    extra = chunk(b'PLTE', rng.integers(0, 256, 3 * colours).astype('u1').tobytes())
                    extra += chunk(b'tRNS', rng.integers(0, 256, colours // 2).astype('u1').tobytes())
                if colour in (0, 2) and depth == 8:
                    extra = chunk(b'tRNS', samples[3, 4].astype('>u2').tobytes())
                file = png(samples, colour, depth, interlaced, extra)
                yield {
                    'name': f'colour type {colour}, {depth} bit{", interlaced" if interlaced else ""}',
                    'tolerance': 0 if depth < 16 else 2 if colour in (4, 6) else 1,
                    'width': width, 'height': height,
                    'file': b64(file), 'expected': b64(on_white(file).tobytes()),
                }


def resize_cases():
    for from_size, to_size in [((64, 64), (48, 48)), ((17, 23), (5, 9)), ((7, 5), (20, 11)), ((40, 3), (3, 40))]:
        width, height = from_size
        pixels = rng.integers(0, 256, (height, width, 3)).astype('u1')
        resized = Image.fromarray(pixels).resize(to_size, Image.Resampling.BILINEAR)
        yield {
            'from': from_size, 'to': to_size,
            'data': b64(pixels.tobytes()), 'expected': b64(np.asarray(resized).tobytes()),
        }


def write(name, cases):
    text = json.dumps({'provenance': PROVENANCE, 'cases': list(cases)}, indent=1)
    (OUT / f'{name}.json').write_text(text + '\n')


write('png', png_cases())
write('resize', resize_cases())
