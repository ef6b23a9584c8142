import * as fc from 'fast-check';
import {
  augmentPicture,
  type Batch,
  type BatchOptions,
  batches,
  DataError,
  fromExamples,
  shapes,
} from '../src/index.ts';

const numbers = (n: number) =>
  fromExamples(Array.from({ length: n }, (_, i) => ({ id: `e${i}`, text: `${i}` })));

/** A random change whose outcome shows in the text. */
const transform: BatchOptions['transform'] = (example, random) => ({
  ...example,
  text: `${example.text} ${random.integer(1000)} ${random.normal()}`,
});

async function read(n: number, options: BatchOptions, count: number): Promise<Batch[]> {
  const out: Batch[] = [];
  for await (const batch of batches(numbers(n), options)) {
    out.push(batch);
    if (out.length === count) break;
  }
  return out;
}

test('an epoch holds every example once, and the next has another order', async () => {
  const stream = await read(12, { size: 3, seed: 7 }, 8);
  const ids = stream.flatMap((batch) => batch.ids);
  expect(new Set(ids.slice(0, 12)).size).toBe(12);
  expect(new Set(ids.slice(12)).size).toBe(12);
  expect(ids.slice(0, 12)).not.toEqual(ids.slice(12));
});

test('a run that stops and goes on equals the undisturbed run, random changes included', async () => {
  const run = fc.record({
    length: fc.integer({ min: 1, max: 20 }),
    size: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
    dropLast: fc.boolean(),
    stop: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(run, async ({ length, stop, ...choice }) => {
      const options = { ...choice, size: Math.min(choice.size, length), transform };
      const whole = await read(length, options, 13);
      const first = await read(length, options, stop);
      const cursor = JSON.parse(JSON.stringify(first[stop - 1].cursor));
      const rest = await read(length, { ...options, cursor }, 13 - stop);
      expect([...first, ...rest]).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test('augmented pixels are the same after a stop', async () => {
  const options: BatchOptions = {
    size: 4,
    seed: 3,
    epochs: 3,
    transform: (example, random) => ({
      ...example,
      image: augmentPicture(example.image!, { rotation: 30, hue: 20, erase: 0.5 }, random),
    }),
  };
  const source = shapes({ level: 3, count: 10, seed: 1, size: 16 });
  const all = async (stream: AsyncIterable<Batch>) => {
    const out: Batch[] = [];
    for await (const batch of stream) out.push(batch);
    return out;
  };
  const whole = await all(batches(source, options));
  expect(whole).toHaveLength(6);
  for (const [i, { cursor }] of whole.entries()) {
    expect(await all(batches(source, { ...options, cursor }))).toEqual(whole.slice(i + 1));
  }
});

test('epochs ends the stream, and dropLast: false keeps the rest', async () => {
  const whole = await read(10, { size: 4, seed: 1, epochs: 2 }, 99);
  expect(whole.map((batch) => batch.ids.length)).toEqual([4, 4, 4, 4]);
  const rest = await read(10, { size: 4, seed: 1, epochs: 1, dropLast: false }, 99);
  expect(rest.map((batch) => batch.ids.length)).toEqual([4, 4, 2]);
  expect(rest[2].cursor).toEqual({ epoch: 1, position: 0 });
});

test('a signal stops the stream', async () => {
  const controller = new AbortController();
  const seen: Batch[] = [];
  const loop = async () => {
    for await (const batch of batches(numbers(9), {
      size: 2,
      seed: 1,
      signal: controller.signal,
    })) {
      seen.push(batch);
      if (seen.length === 3) controller.abort();
    }
  };
  await expect(loop()).rejects.toMatchObject({ name: 'AbortError' });
  expect(seen).toHaveLength(3);
});

test('what cannot be batched is refused with the remedy', () => {
  expect(() => batches(numbers(0), { size: 1, seed: 1 })).toThrow(DataError);
  expect(() => batches(numbers(3), { size: 4, seed: 1 })).toThrow(
    /size 4 and 3 examples.*dropLast/,
  );
  expect(() => batches(numbers(3), { size: 0, seed: 1 })).toThrow(/positive integer, got 0/);
  const cursor = { epoch: 0, position: 9 };
  expect(() => batches(numbers(3), { size: 1, seed: 1, cursor })).toThrow(/another dataset/);
});

test('a failed read reaches the reader', async () => {
  const broken = { length: 4, get: () => Promise.reject(new DataError('a.png: damaged.')) };
  const stream = batches(broken, { size: 2, seed: 1 });
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow('a.png: damaged.');
});
