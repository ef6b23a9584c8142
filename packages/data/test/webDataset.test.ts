import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { blankPicture, DataError, type Dataset, encodePng, encodeWav } from '../src/index.ts';
import { webDataset } from '../src/node.ts';
import { expandBraces } from '../src/shards/expandBraces.ts';
import { idOf, keyOf } from '../src/shards/memberKey.ts';
import { tarEnd, tarEntry } from '../src/tar/tarEntry.ts';
import { checksum } from '../src/tar/tarHeader.ts';

interface Golden {
  provenance: string;
  shard: { file: string; groups: { key: string; extensions: string[] }[] };
  patterns: { pattern: string; names: string[] }[];
}
const golden: Golden = JSON.parse(readFileSync(`${__dirname}/golden/tar.json`, 'utf8'));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-shards-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const png = encodePng(blankPicture(5, 4));
const wav = encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.5, -0.5) });
const link = (name: string): Uint8Array => {
  const bytes = Buffer.from(tarEntry(name, Buffer.of()));
  bytes.write('2', 156);
  bytes.write(`${checksum(bytes).toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
};
type Members = readonly (readonly [string, Uint8Array | string] | Uint8Array)[];
const shardBytes = (members: Members, end = true): Buffer =>
  Buffer.concat([
    ...members.map((member) =>
      member instanceof Uint8Array ? member : tarEntry(member[0], Buffer.from(member[1])),
    ),
    ...(end ? [tarEnd()] : []),
  ]);
function put(name: string, members: Members, end = true): string {
  const path = join(root, name);
  writeFileSync(path, shardBytes(members, end));
  return path;
}
/** Each example, or why it is bad. */
const all = (data: Dataset) =>
  Promise.all(
    Array.from({ length: data.length }, (_, i) =>
      data.get(i).catch((error: unknown) => {
        if (error instanceof DataError) return error.message;
        throw error;
      }),
    ),
  );

describe(golden.provenance, () => {
  test('groups members as webdataset does', async () => {
    const path = join(root, 'x.tar');
    writeFileSync(path, gunzipSync(Buffer.from(golden.shard.file, 'base64')));
    const data = await webDataset(path);
    const keys = golden.shard.groups.map(({ key }) => key);
    expect(data.length).toBe(keys.length);
    expect(await all(data)).toEqual([
      { id: keys[0], text: 'one', factors: { n: 1 } },
      { id: keys[1], text: 'two', factors: { cls: 7 } },
      "x.tar, example '3': an example must have a picture, sound, video, text or factors, this one has only .tar.txt.",
      { id: keys[3], text: 'four' },
    ]);
    expect(data.passedOver).toEqual({ '.seg.npy': 1, '.tar.txt': 1, '.hidden': 1, README: 1 });
  });

  test.each(golden.patterns)('expands $pattern', ({ pattern, names }) => {
    expect(expandBraces(pattern)).toEqual(names);
  });
});

test('decodes what there is', async () => {
  put('a.tar', [
    ['./1.png', png],
    ['./1.wav', wav],
    ['./1.json', '{"caption":"said","n":2,"s":"x","flag":true,"none":null,"list":[1]}'],
    ['2.txt', 'written'],
    ['2.json', '{"caption":"said"}'],
    ['3.cls', 'cat\n'],
    ['4.frames.json', '{"frames":2,"frameRate":12.5}'],
    ['4.0000.png', png],
    ['4.0001.png', png],
    ['5.wav', png],
    ['6.0000.png', png],
  ]);
  const data = await webDataset(join(root, 'a.tar'));
  const examples = await all(data);
  expect(examples).toMatchObject([
    {
      id: '1',
      image: { width: 5, height: 4 },
      speech: { sampleRate: 8000 },
      text: 'said',
      factors: { n: 2, s: 'x', flag: 'true', list: '[1]' },
    },
    { id: '2', text: 'written', factors: { caption: 'said' } },
    { id: '3', factors: { cls: 'cat' } },
    { id: '4', video: { frameRate: 12.5, frames: [{ width: 5 }, { width: 5 }] } },
    { id: '5', image: { width: 5 } },
    expect.stringContaining('this one has only .0000.png'),
  ]);
  expect(Object.keys((examples[0] as { factors: object }).factors)).not.toContain('caption');
  expect(data.passedOver).toEqual({ '.0000.png': 1 });
});

test('an example may go on in the next shard; a key that comes back is bad', async () => {
  put('x-0.tar', [
    ['a.txt', 'A'],
    ['b.png', png],
  ]);
  put('x-1.tar', [
    ['b.txt', 'B'],
    ['c.txt', 'C'],
    ['a.txt', 'again'],
    ['c.txt', 'again'],
    ['c.txt', 'twice'],
  ]);
  put('x-2.tar', []);
  const found = await all(await webDataset(root));
  expect(found).toMatchObject([
    { id: 'a', text: 'A' },
    { id: 'b', text: 'B', image: { width: 5 } },
    { id: 'c', text: 'C' },
    expect.stringMatching(/^x-1\.tar, example 'a': ids must differ.*also in x-0\.tar\./),
    expect.stringContaining('also earlier in it'),
    expect.stringContaining('also earlier in it'),
  ]);
  expect(await all(await webDataset(join(root, 'x-{0..2}.tar')))).toEqual(found);
  expect((await webDataset([join(root, 'x-1.tar')])).length).toBe(5);
});

test('a bad example leaves the others', async () => {
  put('x.tar', [
    ['1.png', png.subarray(0, 60)],
    ['2.txt', Uint8Array.of(0xff)],
    ['3.json', '[1]'],
    ['4.png', png],
    ['4.jpg', png],
    ['5.json', '{"cls":1}'],
    ['5.cls', '2'],
    ['6.frames.json', '{"frames":2,"frameRate":1}'],
    ['6.0000.png', png],
    ['7.frames.json', '{"frames":1e99,"frameRate":1}'],
    ['8.frames.json', '{"frames":2,"frameRate":1}'],
    ['8.0000.png', png],
    ['8.0001.png', encodePng(blankPicture(9, 4))],
    ['9.txt', 'has a link'],
    link('9.png'),
    link('link'),
    ['../../10.txt', 'climbs'],
    ['11.txt', 'good'],
  ]);
  expect(await all(await webDataset(root))).toEqual([
    expect.stringMatching(/^x\.tar, example '1'\.png: the PNG file is cut off/),
    expect.stringContaining("x.tar, example '2'.txt: texts must be UTF-8"),
    expect.stringContaining("x.tar, example '3'.json: factors must be a JSON object, got [1]"),
    expect.stringContaining("x.tar, example '4': an example must have one image, this one has two"),
    expect.stringContaining('must have one cls'),
    expect.stringContaining('a video of 2 frames must have .0001.png'),
    expect.stringContaining('it must hold frames, how many there are'),
    expect.stringContaining('5x4 here, that of frame 1 is 9x4'),
    expect.stringContaining("x.tar, member '9.png': members must be plain files, this is a link"),
    expect.stringContaining("member 'link': members must be plain files"),
    expect.stringContaining("member '../../10.txt': names must not lead out"),
    { id: '11', text: 'good' },
  ]);
});

test('of a shard that is cut off, what is whole is there', async () => {
  const members: Members = [
    ['1.txt', 'one'],
    ['2.txt', 'two'],
    ['2.json', '{}'],
  ];
  put('b.tar', [['3.txt', 'three']]);
  const whole = shardBytes(members);
  for (const [length, expected] of [
    [
      2561,
      [
        { id: '1', text: 'one' },
        expect.stringContaining("a.tar, member '2.json': the archive is cut off in it"),
      ],
    ],
    [
      2200,
      [
        { id: '1', text: 'one' },
        expect.stringContaining('a.tar: the archive is cut off at byte 2200'),
      ],
    ],
    [0, [expect.stringContaining('a.tar: the archive is cut off at byte 0')]],
  ] as const) {
    writeFileSync(join(root, 'a.tar'), whole.subarray(0, length));
    expect(await all(await webDataset(root))).toEqual([...expected, { id: '3', text: 'three' }]);
  }
  // Whether example 2 was whole, nobody knows.
  put('a.tar', members, false);
  expect(await all(await webDataset(root))).toMatchObject([
    { id: '1' },
    expect.stringContaining('cut off at byte 3072; an archive must end in zeros'),
    { id: '3' },
  ]);
});

test('a shard that was changed after it was opened', async () => {
  const path = put('x.tar', [
    ['1.txt', 'one'],
    ['2.txt', 'two'],
  ]);
  const data = await webDataset(path);
  truncateSync(path, 1000);
  const changed = expect.stringContaining('the shard must not change while it is used');
  expect(await all(data)).toEqual([changed, changed]);
  rmSync(path);
  await expect(data.get(0)).rejects.toThrow('the shard cannot be opened (ENOENT)');
});

test('describes examples without a look at their media', async () => {
  put('x.tar', [
    ['1.png', png.subarray(0, 20)],
    ['1.texts.json', '["a","b"]'],
    ['1.json', '{"n":1}'],
    ['2.png', png],
    ['3.npy', '?'],
    ['4.texts.json', '[1]'],
  ]);
  const data = await webDataset(root);
  expect(await data.describe!(0)).toEqual({
    id: '1',
    text: 'a',
    texts: ['a', 'b'],
    factors: { n: 1 },
  });
  expect(await data.describe!(1)).toEqual({ id: '2' });
  await expect(data.get(0)).rejects.toThrow('the PNG file is cut off');
  await expect(data.describe!(2)).rejects.toThrow('this one has only .npy');
  await expect(data.describe!(3)).rejects.toThrow('texts must be a JSON list of texts, got [1]');
});

test('what is no source is refused', async () => {
  mkdirSync(join(root, 'none'));
  put('empty.tar', []);
  for (const [source, message] of [
    [join(root, 'missing.tar'), 'the shard cannot be opened (ENOENT)'],
    [join(root, 'none'), 'there must be .tar files in it'],
    [join(root, 'empty.tar'), 'there must be examples in the shards'],
    ['x-{3..1}.tar', 'braces must hold a range that counts up or a list'],
    ['x-{a..b}.tar', 'got {a..b}'],
    ['x-{0..999999999}.tar', 'at most 100000 names'],
    ['{0..999}{0..999}.tar', 'at most 100000 names'],
    [[], 'the list is empty'],
    [['a.tar', 'a.tar'], 'a.tar is named twice'],
  ] as const) {
    await expect(webDataset(source)).rejects.toThrow(message);
  }
});

test('stops when it is told to', async () => {
  const path = put('x.tar', [['1.txt', 'one']]);
  const reason = new Error('enough');
  await expect(webDataset(path, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('any order gives the same examples, near and far', async () => {
  const big = 'x'.repeat(70_000);
  put(
    'a.tar',
    Array.from({ length: 40 }, (_, i) => [`${i}.txt`, `${i}${i % 3 ? '' : big}`] as const),
  );
  put(
    'b.tar',
    Array.from({ length: 40 }, (_, i) => [`b${i}.txt`, `b${i}`] as const),
  );
  const data = await webDataset(root);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(79), { maxLength: 30 }),
      fc.boolean(),
      async (order, atOnce) => {
        const check = async (i: number) => {
          const { id, text } = await data.get(i);
          expect(text!.startsWith(id)).toBe(true);
          expect(id).toBe(i < 40 ? `${i}` : `b${i - 40}`);
        };
        if (atOnce) await Promise.all(order.map(check));
        else for (const i of order) await check(i);
      },
    ),
    { numRuns: 60 },
  );
});

test('keys stand for ids', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '.', '/', '%', '2', 'E', 'F', '\\', '\n', 'é') }),
      (id) => {
        expect(idOf(keyOf(id))).toBe(id);
        expect(keyOf(id)).not.toMatch(/[.\\\n]|^\/|\/\/|\/$/);
      },
    ),
    { numRuns: 1000 },
  );
  expect([idOf('100%'), idOf('100%41'), idOf('%zz'), keyOf('a/1.png')]).toEqual([
    '100%',
    '100%41',
    '%zz',
    'a/1%2Epng',
  ]);
});

test('any damage to a shard ends in examples or DataErrors', async () => {
  const whole = shardBytes([
    ['1.txt', 'one'],
    ['1.json', '{"n":1}'],
    ['2.png', png],
    ['3.frames.json', '{"frames":1,"frameRate":1}'],
    ['3.0000.png', png],
  ]);
  const path = join(root, 'x.tar');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.nat(whole.length),
      async (places, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of places) bytes[at] = value;
        writeFileSync(path, cut % 3 ? bytes : bytes.subarray(0, cut));
        await all(await webDataset(path));
      },
    ),
    { numRuns: 100 },
  );
});
