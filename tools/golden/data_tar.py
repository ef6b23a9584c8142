"""Golden values for packages/data: tar archives, shards and patterns of shards.

Needs Python 3.11, webdataset 1.0.2 and braceexpand 0.1.7. Run from the repository root:
    python tools/golden/data_tar.py

Python's tarfile writes archives in each of its formats and lists what is in them; its pax format is also what
tarEntry must write, byte for byte. webdataset reads a shard and says which members belong together.
"""

import base64
import gzip
import io
import json
import sys
import tarfile
import tempfile
from pathlib import Path

import braceexpand
import webdataset

OUT = Path('packages/data/test/golden/tar.json')
PROVENANCE = (
    f'tools/golden/data_tar.py, tarfile of Python {sys.version.split()[0]}, webdataset {webdataset.__version__}, '
    'braceexpand 0.1.7'
)

FILES = [
    ('a.txt', b'hi'),
    ('folder/b.json', b'{}'),
    ('empty.txt', b''),
    ('block.bin', bytes(range(256)) * 2),
    ('long/' + 'x' * 90 + '/' + 'y' * 40 + '.txt', b'long'),
    ('p' * 100 + '.txt', b'longer than a field'),
    ('\u00e9\u4f60\U0001f34e.txt', b'not ascii'),
    ('q' * 300 + '.txt', b'very long'),
]


def b64(data):
    return base64.b64encode(gzip.compress(data, mtime=0)).decode()


def info(name, size, **more):
    entry = tarfile.TarInfo(name)
    entry.size = size
    for key, value in more.items():
        setattr(entry, key, value)
    return entry


def pack(format, files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode='w', format=format) as archive:
        archive.addfile(info('folder', 0, type=tarfile.DIRTYPE, mode=0o755))
        for name, data in files:
            archive.addfile(info(name, len(data), mode=0o644), io.BytesIO(data))
    return buffer.getvalue()


def listed(archive):
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return [
            {'name': member.name, 'offset': member.offset_data, 'text': opened.extractfile(member).read().decode('latin1')}
            for member in opened
            if member.isfile()
        ]


cases = []
for name, format, files in [
    ('ustar', tarfile.USTAR_FORMAT, FILES[:5]),
    ('GNU', tarfile.GNU_FORMAT, FILES),
    ('pax', tarfile.PAX_FORMAT, FILES),
]:
    archive = pack(format, files)
    cases.append({'name': name, 'file': b64(archive), 'members': listed(archive)})
# A size in base 256, as GNU writes those of 8 GiB and more, here of two bytes.
entry = bytearray(info('big.txt', 2).tobuf(tarfile.GNU_FORMAT))
entry[124:136] = b'\x80' + (2).to_bytes(11, 'big')
entry[148:156] = b'%06o\0 ' % tarfile.calc_chksums(bytes(entry))[0]
archive = bytes(entry) + b'hi'.ljust(512, b'\0') + bytes(1024)
cases.append({'name': 'size in base 256', 'file': b64(archive), 'members': listed(archive)})
# A size in a pax record, which holds rather than that of the header.
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode='w', format=tarfile.PAX_FORMAT) as opened:
    member = info('said.txt', 2, pax_headers={'size': '2', 'comment': 'x = y\n'})
    opened.addfile(member, io.BytesIO(b'hi'))
cases.append({'name': 'size in pax', 'file': b64(buffer.getvalue()), 'members': listed(buffer.getvalue())})

entries = []
for name, data in FILES:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode='w', format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info(name, len(data), mode=0o644), io.BytesIO(data))
        end = archive.offset
    entries.append({'name': name, 'text': data.decode('latin1'), 'entry': b64(buffer.getvalue()[:end])})

SHARD = [
    ('set.a/1.txt', b'one'),
    ('set.a/1.json', b'{"n": 1}'),
    ('set.a/1.seg.npy', b'?'),
    ('2.TXT', b'two'),
    ('2.cls', b'7'),
    ('.hidden', b''),
    ('README', b''),
    ('3.tar.txt', b''),
    ('4.txt', b'four'),
]
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / 'x.tar'
    path.write_bytes(pack(tarfile.PAX_FORMAT, SHARD))
    groups = [
        {'key': sample['__key__'], 'extensions': [key for key in sample if not key.startswith('__')]}
        for sample in webdataset.WebDataset(str(path), shardshuffle=False)
    ]
    shard = {'file': b64(path.read_bytes()), 'groups': groups}

patterns = [
    {'pattern': pattern, 'names': list(braceexpand.braceexpand(pattern))}
    for pattern in ['x.tar', 'x-{000..012}.tar', 'x-{8..11}.tar', '{train,test}-{0..2}.tar', 'a/{00..01}/{x,y,}.tar']
]

OUT.write_text(
    json.dumps(
        {'provenance': PROVENANCE, 'cases': cases, 'entries': entries, 'shard': shard, 'patterns': patterns},
        ensure_ascii=False,
    )
    + '\n'
)
