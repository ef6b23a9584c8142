import * as fc from 'fast-check';
import { describe as describeExample } from '../src/dataset.ts';
import {
  cache,
  concat,
  DataError,
  type Dataset,
  dataset,
  filter,
  fromExamples,
  map,
  shard,
  shuffle,
  split,
  splitByGroup,
  take,
} from '../src/index.ts';

/** One example for each, with its group as the factor `speaker`. */
const spoken = (groups: readonly (string | number)[]) =>
  fromExamples(groups.map((speaker, i) => ({ id: `${i}`, factors: { speaker } })));
const all = (source: Dataset) =>
  Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));
const speakers = async (part: Dataset) =>
  new Set((await all(part)).map(({ factors }) => `${factors?.speaker}`));

const fractions = fc
  .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 })
  .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b)));
const groups = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 20 })
  .chain((sizes) =>
    fc
      .shuffledSubarray(
        sizes.flatMap((size, g) => Array.from({ length: size }, () => `g${g}`)),
        { minLength: 0 },
      )
      .map((names) => names.concat(sizes.map((_, g) => `g${g}`))),
  );

test('every example is in one part, every group in one part, every part has some', async () => {
  await fc.assert(
    fc.asyncProperty(groups, fractions, fc.nat(), async (names, shares, seed) => {
      const source = spoken(names);
      const parts = await splitByGroup(source, { by: 'speaker', fractions: shares, seed });
      const ids = (await Promise.all(parts.map(all))).flat().map(({ id }) => +id);
      expect(ids.sort((a, b) => a - b)).toEqual(names.map((_, i) => i));
      const inParts = await Promise.all(parts.map(speakers));
      expect(inParts.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(names).size);
      expect(parts.every(({ length }) => length > 0)).toBe(true);
      const again = await splitByGroup(source, { by: 'speaker', fractions: shares, seed });
      expect(await Promise.all(again.map(all))).toEqual(await Promise.all(parts.map(all)));
    }),
  );
});

test('a part is smaller than its share and the largest group together', async () => {
  await fc.assert(
    fc.asyncProperty(groups, fractions, async (names, shares) => {
      const parts = await splitByGroup(spoken(names), {
        by: 'speaker',
        fractions: shares,
        seed: 1,
      });
      const largest = Math.max(
        ...[...new Set(names)].map((g) => names.filter((n) => n === g).length),
      );
      for (const [i, part] of parts.entries()) {
        expect(part.length).toBeLessThan(shares[i] * names.length + largest);
      }
    }),
  );
});

test('many small groups come out as the fractions say, and differ with the seed', async () => {
  const source = spoken(Array.from({ length: 1000 }, (_, i) => i % 100));
  const options = { by: 'speaker', fractions: [0.8, 0.1, 0.1] };
  const parts = await splitByGroup(source, { ...options, seed: 1 });
  expect(parts.map(({ length }) => length)).toEqual([800, 100, 100]);
  const others = await splitByGroup(source, { ...options, seed: 2 });
  expect(await speakers(others[1])).not.toEqual(await speakers(parts[1]));
});

test('groups by a function, and says what does not fit', async () => {
  const source = spoken(['ann', 'ann', 'bob', 'bob']);
  const halves = { fractions: [0.5, 0.5], seed: 1 };
  const parts = await splitByGroup(source, { ...halves, by: ({ id }) => `${+id % 2}` });
  expect((await all(parts[0])).map(({ id }) => +id % 2)).toHaveLength(2);
  const refuse = async (options: object, message: RegExp) => {
    const splitting = splitByGroup(source, { ...halves, by: 'speaker', ...options });
    await expect(splitting).rejects.toThrow(DataError);
    await expect(splitting).rejects.toThrow(message);
  };
  await refuse({ fractions: [0.4, 0.3, 0.3] }, /a group for each of the 3 parts, there are 2/);
  await refuse({ by: 'artist' }, /must have the factor 'artist', '0' has speaker/);
  await refuse({ by: 'toString' }, /must have the factor 'toString'/);
  await refuse({ fractions: [0.5, Number.NaN] }, /positive and sum to 1/);
});

test('does not read media where the dataset can do without', async () => {
  const files = dataset(
    6,
    async () => {
      throw new DataError('media was read');
    },
    async (i) => ({ id: `${i}`, factors: { speaker: i % 3 } }),
  );
  const chained = concat(
    take(shuffle(cache(files), 1), 6),
    shard(files, 0, 2),
    split(files, [1], 1)[0],
  );
  const [a, b] = await splitByGroup(chained, { by: 'speaker', fractions: [0.5, 0.5], seed: 1 });
  expect(a.length + b.length).toBe(15);
  expect(await describeExample(b, 0)).toMatchObject({ factors: { speaker: expect.any(Number) } });
  await expect(describeExample(files, 6)).rejects.toThrow('there is no example 6');
});

test('reads what a change may have changed, and through a cache once', async () => {
  let reads = 0;
  const counted = dataset(4, async (i) => {
    reads++;
    return { id: `${i}`, factors: { speaker: i } };
  });
  const changed = map(cache(counted), (e) => ({ ...e, factors: { speaker: +e.id % 2 } }));
  const options = { by: 'speaker', fractions: [0.5, 0.5], seed: 1 };
  for (let i = 0; i < 2; i++) {
    const parts = await splitByGroup(changed, options);
    expect(parts.map(({ length }) => length)).toEqual([2, 2]);
  }
  await splitByGroup(cache(counted), options);
  expect(reads).toBe(8);
});

test.each([
  ['filter', (source: Dataset, options: object) => filter(source, () => true, options)],
  [
    'splitByGroup',
    (source: Dataset, options: object) =>
      splitByGroup(source, { by: 'speaker', fractions: [1], seed: 1, ...options }),
  ],
] as const)('%s says how far it is, and stops when told to', async (_, run) => {
  const source = spoken(['a', 'b', 'c', 'd']);
  const seen: [number, number][] = [];
  await run(source, { onProgress: (...progress: [number, number]) => seen.push(progress) });
  expect(seen).toEqual([
    [1, 4],
    [2, 4],
    [3, 4],
    [4, 4],
  ]);
  const stop = new AbortController();
  let last = 0;
  const running = run(source, {
    signal: stop.signal,
    onProgress: (done: number) => {
      last = done;
      if (done === 2) stop.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toThrow('enough');
  expect(last).toBe(2);
});
