import {
  cache,
  concat,
  DataError,
  type Dataset,
  dataset,
  dropModality,
  filter,
  fromExamples,
  map,
  type Picture,
  shard,
  shuffle,
  split,
  take,
} from '../src/index.ts';

const numbers = (from: number, to: number) =>
  fromExamples(Array.from({ length: to - from }, (_, i) => ({ id: `${from + i}` })));

const ids = (source: Dataset) =>
  Promise.all(Array.from({ length: source.length }, async (_, i) => +(await source.get(i)).id));

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);

test('map, filter, take and concat do as their names say', async () => {
  const ten = numbers(0, 10);
  expect(await ids(map(ten, (e, i) => ({ ...e, id: `${+e.id + i}` })))).toEqual(
    Array.from({ length: 10 }, (_, i) => 2 * i),
  );
  expect(await ids(await filter(ten, (e) => +e.id % 3 === 0))).toEqual([0, 3, 6, 9]);
  expect(await ids(take(ten, 2))).toEqual([0, 1]);
  expect(take(ten, 99)).toHaveLength(10);
  expect(await ids(concat(numbers(0, 2), numbers(5, 5), numbers(7, 9)))).toEqual([0, 1, 7, 8]);
});

test('shuffle and split deal every example once, by the seed alone', async () => {
  const all = numbers(0, 101);
  const shuffled = await ids(shuffle(all, 3));
  expect(shuffled).not.toEqual(sorted(shuffled));
  expect(await ids(shuffle(all, 3))).toEqual(shuffled);
  expect(await ids(shuffle(all, 4))).not.toEqual(shuffled);

  const parts = split(all, [0.5, 0.3, 0.2], 1);
  expect(parts.map((part) => part.length)).toEqual([51, 30, 20]);
  expect(sorted((await Promise.all(parts.map(ids))).flat())).toEqual(await ids(all));
  expect(() => split(all, [0.5, 0.4], 1)).toThrow(/sum to 1/);
});

test('shards hold every example once', async () => {
  const parts = await Promise.all([0, 1, 2].map((i) => ids(shard(numbers(0, 7), i, 3))));
  expect(parts).toEqual([
    [0, 3, 6],
    [1, 4],
    [2, 5],
  ]);
  expect(shard(numbers(0, 2), 4, 5)).toHaveLength(0);
  expect(() => shard(numbers(0, 7), 3, 3)).toThrow(DataError);
});

test('cache reads once, and again after a failure', async () => {
  let reads = 0;
  const flaky = cache(
    dataset(1, async () => {
      reads++;
      if (reads === 1) throw new DataError('not yet');
      return { id: 'x' };
    }),
  );
  await expect(flaky.get(0)).rejects.toThrow('not yet');
  await flaky.get(0);
  await flaky.get(0);
  expect(reads).toBe(2);
});

test('an index outside the dataset is refused', async () => {
  await expect(numbers(0, 3).get(3)).rejects.toThrow('there is no example 3; use 0 to 2');
  await expect(take(numbers(0, 3), 1).get(1)).rejects.toThrow('use 0 to 0');
  await expect(numbers(0, 0).get(0)).rejects.toThrow('empty');
});

test('a share of examples lose one of some modalities, by the seed alone, and never the last', async () => {
  const image = {} as Picture;
  const whole = { image, text: 'heart', texts: ['heart', 'a heart'], factors: { shape: 'heart' } };
  const all = fromExamples(Array.from({ length: 200 }, (_, i) => ({ id: `${i}`, ...whole })));
  const read = (source: Dataset) =>
    Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));
  const some = await read(dropModality(all, { fraction: 0.3, seed: 1 }));
  expect(some.map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
  const pictures = some.filter(({ text }) => text === undefined);
  const captions = some.filter((one) => one.image === undefined);
  expect(pictures.length + captions.length).toBe(60);
  expect(Math.min(pictures.length, captions.length)).toBeGreaterThan(18);
  expect(pictures[0]).toEqual({ id: pictures[0].id, image, factors: { shape: 'heart' } });
  expect(captions[0]).toEqual({ ...whole, id: captions[0].id, image: undefined });
  expect(await read(dropModality(all, { fraction: 0.3, seed: 1 }))).toEqual(some);
  expect(await read(dropModality(all, { fraction: 0.3, seed: 2 }))).not.toEqual(some);

  const silent = await read(dropModality(all, { fraction: 1, of: ['text', 'speech'], seed: 1 }));
  expect(silent.every(({ text }) => text === 'heart')).toBe(true);
  expect(() => dropModality(all, { fraction: 1.5, seed: 1 })).toThrow(/within 0 and 1, got 1.5/);
});
