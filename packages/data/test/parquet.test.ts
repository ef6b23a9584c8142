import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';
import {
  blankPicture,
  DataError,
  type Dataset,
  encodePng,
  encodeWav,
  fromExamples,
  take,
} from '../src/index.ts';
import { parquet, writeParquet } from '../src/node.ts';
import { anyExamples } from './anyExamples.ts';

interface Golden {
  provenance: string;
  cases: {
    name: string;
    file: string;
    rows: { shade: number; text: string | null; factors: Record<string, number | string> }[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(`${__dirname}/golden/parquet.json`, 'utf8'));

let root: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-parquet-'));
  path = join(root, 'x.parquet');
});
afterEach(() => rmSync(root, { recursive: true }));

const all = (data: Dataset) =>
  Promise.all(
    Array.from({ length: data.length }, (_, i) =>
      data.get(i).catch((error: unknown) => {
        if (error instanceof DataError) return error.message;
        throw error;
      }),
    ),
  );
const write = (
  columnData: Parameters<typeof parquetWriteFile>[0]['columnData'],
  schema?: SchemaElement[],
): void => parquetWriteFile({ filename: path, columnData, ...(schema ? { schema } : {}) });

/** 60 rows in columns of all encodings, in small pages. */
function writeEncodings(codec: 'UNCOMPRESSED' | 'SNAPPY'): void {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  type Encoding = Parameters<typeof parquetWriteFile>[0]['columnData'][number]['encoding'];
  const column = (
    name: string,
    type: string,
    encoding: Encoding,
    make: (i: number) => unknown,
  ) => ({
    name,
    data: rows.map(make),
    type: type as 'STRING',
    ...(encoding ? { encoding } : {}),
  });
  parquetWriteFile({
    filename: path,
    codec,
    pageSize: 200,
    columnData: [
      column('text', 'STRING', 'DELTA_BYTE_ARRAY', (i) => `text number ${i}`),
      column('a', 'INT32', 'DELTA_BINARY_PACKED', (i) => (i * 7) % 11),
      column('b', 'INT64', 'DELTA_BINARY_PACKED', (i) => BigInt(i * i) - 50n),
      column('c', 'STRING', 'DELTA_LENGTH_BYTE_ARRAY', (i) => (i % 3 ? `x${i}` : null)),
      column('d', 'DOUBLE', 'BYTE_STREAM_SPLIT', (i) => i / 3),
      column('e', 'STRING', undefined, (i) => (i % 2 ? 'dog' : 'cat')),
      column('f', 'BOOLEAN', 'RLE', (i) => i % 5 === 0),
      column('t', 'TIMESTAMP', undefined, (i) => new Date(i * 1e9)),
    ],
  });
}

describe(golden.provenance, () => {
  test.each(golden.cases)('reads $name', async ({ file, rows }) => {
    writeFileSync(path, Buffer.from(file, 'base64'));
    const data = await parquet(path);
    expect(data.length).toBe(rows.length);
    for (const [i, { shade, text, factors }] of rows.entries()) {
      const example = await data.get(i);
      expect(example.id).toBe(`${i}`);
      expect(Array.from(example.image!.data)).toEqual([shade, shade, shade]);
      expect(example.text ?? null).toBe(text);
      expect(example.factors).toEqual(factors);
    }
  });
});

test('what is written is read back as it was', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(anyExamples, async (examples) => {
      run++;
      const to = join(root, `${run}.parquet`);
      const written = await writeParquet(fromExamples(examples), to);
      expect(written).toEqual({ examples: examples.length, bad: { count: 0, items: [] } });
      const data = await parquet(to);
      expect(await Promise.all(examples.map((_, i) => data.get(i)))).toEqual(examples);
    }),
    { numRuns: 40 },
  );
});

test.each(['UNCOMPRESSED', 'SNAPPY'] as const)('every encoding, %s', async (codec) => {
  writeEncodings(codec);
  const data = await parquet(path);
  expect(data.length).toBe(60);
  for (const i of [0, 1, 2, 30, 59]) {
    const factors = {
      a: (i * 7) % 11,
      b: i * i - 50,
      d: i / 3,
      e: i % 2 ? 'dog' : 'cat',
      f: `${i % 5 === 0}`,
    };
    const c = i % 3 ? { c: `x${i}` } : {};
    const t = new Date(i * 1e9).toISOString();
    expect(await data.get(i)).toEqual({
      id: `${i}`,
      text: `text number ${i}`,
      factors: { ...factors, ...c, t },
    });
  }
});

test('many row groups, in any order; the same bytes again', async () => {
  const examples = Array.from({ length: 2500 }, (_, i) => ({ id: `${i}`, text: `text ${i}` }));
  await writeParquet(fromExamples(examples), path);
  await writeParquet(fromExamples(examples), join(root, 'again.parquet'));
  expect(readFileSync(path).equals(readFileSync(join(root, 'again.parquet')))).toBe(true);
  expect(readdirSync(root)).toEqual(['again.parquet', 'x.parquet']);
  const data = await parquet(path);
  for (const i of [2499, 0, 999, 1000, 1999, 2000, 1])
    expect(await data.get(i)).toEqual(examples[i]);
});

test('media as paths, which stay in the folder', async () => {
  writeFileSync(join(root, 'a.png'), encodePng(blankPicture(3, 2)));
  writeFileSync(
    join(root, 'a.wav'),
    encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.5) }),
  );
  write([
    { name: 'picture', data: ['a.png', '../a.png', 'none.png', 'a.wav', null], type: 'STRING' },
    { name: 'title', data: ['A', 'B', 'C', 'D', 'E'], type: 'STRING' },
    { name: 'note', data: ['x', null, null, null, null], type: 'STRING' },
  ]);
  expect(await all(await parquet(path))).toMatchObject([
    { id: '0', image: { width: 3 }, text: 'A', factors: { note: 'x' } },
    expect.stringMatching(/^x\.parquet, row 1: paths must stay in .*'\.\.\/a\.png' does not/),
    expect.stringMatching(/none\.png: the file cannot be opened \(ENOENT\)/),
    expect.stringContaining('column picture must hold image, it holds speech'),
    { id: '4', text: 'E' },
  ]);
  const described = await parquet(path);
  expect(await described.describe!(1)).toEqual({ id: '1', text: 'B' });
  const renamed = await parquet(path, { columns: { text: 'note' }, root });
  expect(await renamed.get(0)).toMatchObject({ text: 'x', factors: { title: 'A' } });
});

test('a bad row leaves the others', async () => {
  const png = encodePng(blankPicture(1, 1));
  write(
    [
      { name: 'id', data: ['a', 'a', '', 'd', 'e', 'f'] },
      { name: 'image', data: [png, png, png, png.subarray(0, 30), png, png] },
      {
        name: 'text',
        data: ['A', 'A', 'C', 'D', Uint8Array.of(0xff), 'F'].map((x) =>
          typeof x === 'string' ? Buffer.from(x) : x,
        ),
      },
      { name: 'factors', data: ['{}', '{}', '{}', '{}', '{}', '[1]'] },
    ],
    [
      { name: 'root', num_children: 4 },
      { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'image', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
      { name: 'text', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
      { name: 'factors', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    ],
  );
  expect(await all(await parquet(path))).toMatchObject([
    { id: 'a', text: 'A' },
    'x.parquet, row 1: ids must differ, it has that of row 0.',
    expect.stringContaining('row 2: an example must have an id'),
    expect.stringContaining('row 3: image: the PNG file is cut off'),
    expect.stringContaining('row 4: texts must be UTF-8'),
    expect.stringContaining('row 5: factors: factors must be a JSON object, got [1]'),
  ]);
});

test('what is no table of examples is refused', async () => {
  await expect(parquet(join(root, 'none.parquet'))).rejects.toThrow('cannot be opened (ENOENT)');
  for (const bytes of ['', 'PAR1', 'x'.repeat(100), `PAR1${'x'.repeat(20)}PAR1`]) {
    writeFileSync(path, bytes);
    await expect(parquet(path)).rejects.toThrow('x.parquet: it cannot be read as Parquet');
  }
  write([{ name: 'n', data: [1, 2] }]);
  await expect(parquet(path)).rejects.toThrow(
    'a column for a picture, sound, video or text, there are n.',
  );
  await expect(parquet(path, { columns: { text: 'm' } })).rejects.toThrow(
    "must be one of n, got 'm'",
  );
  write([{ name: 'text', data: [], type: 'STRING' }]);
  await expect(parquet(path)).rejects.toThrow('there must be rows');
});

test('writing refuses a place that is taken, and leaves nothing half', async () => {
  const data = fromExamples([
    { id: 'a', text: 'A' },
    { id: 'a', text: 'B' },
  ]);
  await expect(writeParquet(data, path)).rejects.toThrow('ids must differ');
  await expect(writeParquet(fromExamples([]), path)).rejects.toThrow('there must be an example');
  const reason = new Error('enough');
  await expect(writeParquet(data, path, { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
  expect(readdirSync(root)).toEqual([]);
  expect(await writeParquet(data, path, { onBad: 'skip' })).toMatchObject({
    examples: 1,
    bad: { count: 1 },
  });
  await expect(writeParquet(data, path)).rejects.toThrow('it is there already');
});

test('a file that is cut off or damaged anywhere', async () => {
  const examples = [
    { id: 'a', text: 'A', image: blankPicture(2, 2), factors: { n: 1 } },
    { id: 'b', video: { frameRate: 2, frames: [blankPicture(1, 1)] } },
  ];
  await writeParquet(fromExamples(examples), path);
  const files = [
    readFileSync(path),
    ...golden.cases.map(({ file }) => Buffer.from(file, 'base64')),
  ];
  const value = fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 255));
  const damaged = fc.constantFrom(...files).chain((whole) =>
    fc.oneof(
      { weight: 1, arbitrary: fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)) },
      {
        weight: 9,
        arbitrary: fc
          .array(fc.tuple(fc.nat(whole.length - 1), value), { minLength: 1, maxLength: 4 })
          .map((places) => {
            const bytes = Buffer.from(whole);
            for (const [at, value] of places) bytes[at] = value;
            return bytes;
          }),
      },
    ),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      writeFileSync(path, bytes);
      const data = await parquet(path).catch((error: unknown) => {
        if (!(error instanceof DataError)) throw error;
      });
      if (data !== undefined) await all(take(data, Math.min(2, data.length)));
    }),
    { numRuns: 300 },
  );
}, 20_000);
