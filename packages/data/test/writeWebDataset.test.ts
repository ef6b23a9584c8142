import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { blankPicture, type Example, fromExamples } from '../src/index.ts';
import { webDataset, writeWebDataset } from '../src/node.ts';
import { anyExamples } from './anyExamples.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'xm-shards-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const texts = (count: number) =>
  fromExamples(Array.from({ length: count }, (_, i) => ({ id: `${i}`, text: `text ${i}` })));

test('what is written is read back as it was', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      anyExamples,
      fc.integer({ min: 1, max: 3 }),
      async (examples, examplesPerShard) => {
        run++;
        const folder = join(root, `${run}`);
        const written = await writeWebDataset(fromExamples(examples), folder, { examplesPerShard });
        expect(written).toMatchObject({ examples: examples.length, bad: { count: 0, items: [] } });
        const data = await webDataset(folder);
        expect(data.passedOver).toEqual({});
        expect(await Promise.all(examples.map((_, i) => data.get(i)))).toEqual(examples);
      },
    ),
    { numRuns: 40 },
  );
});

test('the same dataset gives the same bytes, in shards of the size that was asked for', async () => {
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  const { shards } = await writeWebDataset(texts(5), a, { examplesPerShard: 2 });
  await writeWebDataset(texts(5), b, { examplesPerShard: 2 });
  const names = ['shard-000000.tar', 'shard-000001.tar', 'shard-000002.tar'];
  expect(shards).toEqual(names.map((name) => join(a, name)));
  expect(readdirSync(a)).toEqual(names);
  for (const name of names)
    expect(readFileSync(join(a, name))).toEqual(readFileSync(join(b, name)));
  // One text takes two blocks.
  const { shards: bySize } = await writeWebDataset(texts(5), join(root, 'c'), {
    bytesPerShard: 2047,
  });
  expect(bySize).toHaveLength(5);
  expect(
    (await writeWebDataset(texts(5), join(root, 'd'), { bytesPerShard: 2048 })).shards,
  ).toHaveLength(3);
});

const nothing = (id: string): Example => ({ id });
test.each<[string, Example, string]>([
  ['without anything', nothing('x'), 'must have a modality or factors'],
  ['without an id', { id: '', text: 'x' }, 'an id must be a text'],
  ['with the id of another', { id: '0', text: 'x' }, 'ids must differ'],
  ['with half a surrogate pair', { id: 'x', text: 'a\ud800' }, 'must be one that UTF-8 can hold'],
  ['with half of one in its id', { id: '\udc00', text: 'a' }, 'must be one that UTF-8 can hold'],
  ['with a byte order mark', { id: 'x', text: '\ufeffa' }, 'without a byte order mark'],
  [
    'without samples',
    { id: 'x', speech: { sampleRate: 8000, samples: new Float32Array(0) } },
    'this one has none',
  ],
  [
    'with NaN',
    { id: 'x', speech: { sampleRate: 8000, samples: Float32Array.of(Number.NaN) } },
    'sample 0 is NaN',
  ],
  [
    'with half a hertz',
    { id: 'x', speech: { sampleRate: 0.5, samples: Float32Array.of(0) } },
    'sampleRate must be',
  ],
  ['without frames', { id: 'x', video: { frameRate: 1, frames: [] } }, 'must have frames'],
  [
    'without speed',
    { id: 'x', video: { frameRate: 0, frames: [blankPicture(1, 1)] } },
    'a positive frame rate',
  ],
  [
    'with endless factors',
    { id: 'x', factors: { a: Number.POSITIVE_INFINITY } },
    'factors must be finite, a is',
  ],
  [
    'with a caption for a factor',
    { id: 'x', factors: { caption: 'x' } },
    'would be read back as the text',
  ],
])('an example %s is refused, or listed', async (_, example, message) => {
  const data = fromExamples([{ id: '0', text: 'good' }, example]);
  await expect(writeWebDataset(data, join(root, 'a'))).rejects.toThrow(message);
  expect(readdirSync(join(root, 'a'))).toEqual([]);
  const { examples, bad } = await writeWebDataset(data, join(root, 'a'), { onBad: 'skip' });
  expect(examples).toBe(1);
  expect(bad).toMatchObject({
    count: 1,
    items: [{ index: 1, reason: expect.stringContaining(message) }],
  });
  expect((await webDataset(join(root, 'a'))).length).toBe(1);
});

test('what is no place for shards is refused', async () => {
  mkdirSync(join(root, 'full'));
  writeFileSync(join(root, 'full', 'x'), '');
  await expect(writeWebDataset(texts(1), join(root, 'full'))).rejects.toThrow(
    'into an empty folder',
  );
  await expect(writeWebDataset(texts(1), join(root, 'full', 'x'))).rejects.toThrow(
    'cannot be written (EEXIST)',
  );
  await expect(writeWebDataset(texts(0), join(root, 'none'))).rejects.toThrow(
    'there must be an example',
  );
  await expect(writeWebDataset(texts(1), root, { examplesPerShard: 0 })).rejects.toThrow(
    'examplesPerShard must be',
  );
});

test('stops when it is told to, and leaves no half shard', async () => {
  const stop = new AbortController();
  const onProgress = (done: number) => {
    if (done === 3) stop.abort(new Error('enough'));
  };
  const writing = writeWebDataset(texts(9), join(root, 'a'), {
    examplesPerShard: 2,
    signal: stop.signal,
    onProgress,
  });
  await expect(writing).rejects.toThrow('enough');
  expect(readdirSync(join(root, 'a'))).toEqual(['shard-000000.tar']);
});
