"""Golden values for packages/data: Parquet files.

Needs Python 3.11, polars 1.44.2 and duckdb 1.5.6. Run from the repository root:
    python tools/golden/data_parquet.py

Both write tables with what data sets have in them, in each compression, and read them back: a text, whole numbers
of 32 and 64 bits, floats, truth values, dates, lists, bytes, and the structure of bytes and path that Hugging Face
writes for pictures.
"""

import base64
import json
import struct
import tempfile
import zlib
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

OUT = Path('packages/data/test/golden/parquet.json')
PROVENANCE = f'tools/golden/data_parquet.py, polars {pl.__version__}, duckdb {duckdb.__version__}'


def png(shade):
    """A picture of one grey pixel."""

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    header = struct.pack('>IIBBBBB', 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, shade]))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', data) + chunk(b'IEND', b'')


ROWS = 7
table = pl.DataFrame(
    {
        'image': [{'bytes': png(10 * i), 'path': f'{i}.png'} for i in range(ROWS)],
        'caption': [None if i == 3 else f'caption {i} \u00e9\U0001f34e' for i in range(ROWS)],
        'label': pl.Series([i - 3 for i in range(ROWS)], dtype=pl.Int64),
        'small': pl.Series([i for i in range(ROWS)], dtype=pl.Int32),
        'score': [i / 4 for i in range(ROWS)],
        'good': [i % 2 == 0 for i in range(ROWS)],
        'day': [date(2020, 1, 1 + i) for i in range(ROWS)],
        'tags': [['a', 'b'][: i % 3] for i in range(ROWS)],
        'raw': [bytes([i]) for i in range(ROWS)],
        'empty': pl.Series([None] * ROWS, dtype=pl.String),
    }
)


def expected(row):
    factors = {
        'label': row['label'],
        'small': row['small'],
        'score': row['score'],
        'good': json.dumps(row['good']),
        'day': row['day'].isoformat() + 'T00:00:00.000Z',
        'tags': json.dumps(row['tags'], separators=(',', ':')),
    }
    return {'shade': row['image']['bytes'] == png(row['small'] * 10) and row['small'] * 10, 'text': row['caption'], 'factors': factors}


cases = []
with tempfile.TemporaryDirectory() as folder:

    def add(name, path):
        rows = [expected(row) for row in pl.read_parquet(path).iter_rows(named=True)]
        cases.append({'name': name, 'file': base64.b64encode(path.read_bytes()).decode(), 'rows': rows})

    for codec in ['uncompressed', 'snappy', 'gzip', 'zstd', 'lz4', 'brotli']:
        path = Path(folder) / f'polars-{codec}.parquet'
        table.write_parquet(path, compression=codec, row_group_size=3)
        add(f'polars, {codec}', path)
    arrow_free = Path(folder) / 'table.parquet'
    table.write_parquet(arrow_free)
    for codec, version in [('snappy', 'V1'), ('zstd', 'V2')]:
        path = Path(folder) / f'duckdb-{codec}.parquet'
        duckdb.sql(
            f"COPY (SELECT * FROM '{arrow_free}') TO '{path}' (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version})"
        )
        add(f'duckdb, {codec}, {version}', path)

OUT.write_text(json.dumps({'provenance': PROVENANCE, 'cases': cases}, ensure_ascii=False) + '\n')
