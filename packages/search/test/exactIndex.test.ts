import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { exactIndex, type Hit, type Metric } from '../src/index.ts';
import { testIndex } from './testIndex.ts';

const metrics: Metric[] = ['cosine', 'dot', 'euclidean'];
const golden = JSON.parse(readFileSync(`${__dirname}/golden/exact.json`, 'utf8'));

testIndex('exactIndex', exactIndex);

test.each(metrics)(`%s equals ${golden.provenance}`, async (metric) => {
  const { dim, k, vectors, queries } = golden.inputs;
  const { rows, scores } = golden.expected[metric];
  const index = exactIndex({ dim, metric });
  await index.add(numbered(vectors.length / dim), Float32Array.from(vectors));
  const found = await index.search(Float32Array.from(queries), { k });
  found.forEach((hits, q) => {
    expect(hits.map(({ id }) => Number(id))).toEqual(rows[q]);
    hits.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(scores[q][i], 6);
    });
  });
});

test.each(metrics)('%s: blocks and heap equal scoring all and sorting', async (metric) => {
  // Whole numbers make many ties; 6,000 numbers a vector make blocks of five rows.
  const dims = fc.constantFrom(1, 3, 6_000);
  const shape = fc.record({ dim: dims, size: fc.nat(23), k: fc.integer({ min: 1, max: 30 }) });
  await fc.assert(
    fc.asyncProperty(shape, fc.integer(), async ({ dim, size, k }, seed) => {
      const next = numbers(seed);
      const vectors = Float32Array.from({ length: size * dim }, next);
      const queries = Float32Array.from({ length: 2 * dim }, next);
      const index = exactIndex({ dim, metric });
      const half = size >> 1;
      await index.add(numbered(size).slice(0, half), vectors.subarray(0, half * dim));
      await index.add(numbered(size).slice(half), vectors.subarray(half * dim));
      const found = await index.search(queries, { k });
      found.forEach((hits, q) => {
        const query = queries.subarray(q * dim, (q + 1) * dim);
        expect(hits).toEqual(bySorting(query, vectors, metric).slice(0, k));
      });
    }),
    { seed: 7, numRuns: 20 },
  );
});

test('a near neighbour far from the origin keeps its distance', async () => {
  const index = exactIndex({ dim: 2, metric: 'euclidean' });
  await index.add(['near', 'nearer'], Float32Array.of(1e6, 1e6 + 0.25, 1e6, 1e6 + 0.125));
  const [hits] = await index.search(Float32Array.of(1e6, 1e6), { k: 2 });
  expect(hits).toEqual([
    { id: 'nearer', score: -0.125 },
    { id: 'near', score: -0.25 },
  ]);
});

test('a long search pauses: it can be aborted, and does not see what is added or removed', async () => {
  const [dim, size, count] = [64, 5000, 400];
  const index = exactIndex({ dim, metric: 'dot' });
  const vectors = Float32Array.from({ length: size * dim }, numbers(1));
  await index.add(numbered(size), vectors);
  const queries = vectors.slice(0, count * dim);
  const before = await index.search(queries, { k: 3 });

  const stop = new AbortController();
  const stopped = index.search(queries, { k: 3, signal: stop.signal });
  const going = index.search(queries, { k: 3 });
  stop.abort(new Error('enough'));
  await index.remove(before[0].map(({ id }) => id));
  await index.add(['late'], new Float32Array(dim).fill(100));
  await expect(stopped).rejects.toThrow('enough');
  expect(await going).toEqual(before);
});

test('dim and metric are checked', () => {
  expect(() => exactIndex({ dim: 0, metric: 'dot' })).toThrow('exactIndex: dim must be a whole');
  expect(() => exactIndex({ dim: 2, metric: 'l2' as Metric })).toThrow("got 'l2'");
});

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i}`);

/** Whole numbers in −2…2, without 0, so that every vector has a direction. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return [-2, -1, 1, 2][state >>> 30];
  };
}

function bySorting(query: Float32Array, vectors: Float32Array, metric: Metric): Hit[] {
  const dim = query.length;
  return Array.from({ length: vectors.length / dim }, (_, row) => ({
    id: `${row}`,
    score: plainScore(query, vectors.subarray(row * dim, (row + 1) * dim), metric),
  })).sort((a, b) => b.score - a.score);
}

function plainScore(a: Float32Array, b: Float32Array, metric: Metric): number {
  if (metric === 'euclidean') return 0 - Math.sqrt(sum(a.map((value, i) => (value - b[i]) ** 2)));
  const [left, right] = metric === 'cosine' ? [unit(a), unit(b)] : [a, b];
  return sum(Array.from(left, (value, i) => value * right[i]));
}

const unit = (a: Float32Array): Float32Array => {
  const length = Math.sqrt(sum(a.map((value) => value ** 2)));
  return a.map((value) => value / length);
};

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
