import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  coverageByGroup,
  expectedCoverage,
  frechetDistance,
  precisionRecallDensityCoverage,
  type Vectors,
} from '../src/index.ts';
import { symmetricEigen } from '../src/symmetricEigen.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/features.json`, 'utf8'));

const vectors = (rows: readonly (readonly number[])[]): Vectors => ({
  values: Float64Array.from(rows.flat()),
  count: rows.length,
  dim: rows[0].length,
});

/** Uniform numbers, the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function cloud(count: number, dim: number, seed: number): Vectors {
  const next = numbers(seed);
  return { values: Float32Array.from({ length: count * dim }, next), count, dim };
}

describe(golden.provenance, () => {
  test.each([0, 1, 2, 3])('sets of features, case %i', (i) => {
    const { inputs, expected } = golden.cases[i];
    const [real, generated] = [vectors(inputs.real), vectors(inputs.generated)];
    const { k } = inputs;
    const { precision, recall, density, coverage } = expected;
    const figures = precisionRecallDensityCoverage(real, generated, { k });
    expect(figures.precision).toBeCloseTo(precision, 12);
    expect(figures.recall).toBeCloseTo(recall, 12);
    expect(figures.density).toBeCloseTo(density, 12);
    expect(figures.coverage).toBeCloseTo(coverage, 12);
    const groups = { real: inputs.realGroups, generated: inputs.generatedGroups };
    const grouped = coverageByGroup(real, generated, groups, { k });
    expect(grouped.coverage).toBeCloseTo(expected.coverageByGroup, 12);
    expect(grouped).toMatchObject({ groups: 3, leftOut: 0 });
    const distance = frechetDistance(real, generated);
    expect(Math.abs(distance / expected.frechet - 1)).toBeLessThan(1e-9);
    expect(Math.abs(distance / expected.frechetByTorchmetrics - 1)).toBeLessThan(1e-9);
  });
});

test('one set of distribution with another: density 1, coverage as expected, a small distance', () => {
  const [real, generated] = [cloud(600, 5, 1), cloud(300, 5, 2)];
  const figures = precisionRecallDensityCoverage(real, generated);
  expect(Math.abs(figures.density - 1)).toBeLessThan(0.1);
  expect(Math.abs(figures.coverage - expectedCoverage(600, 300))).toBeLessThan(0.04);
  expect(frechetDistance(real, generated)).toBeLessThan(0.01);
  expect(frechetDistance(real, real)).toBeLessThan(1e-12);
});

test('the expected coverage is the mean over all orders of the others', () => {
  // 3 other real ones and 2 generated in any order: missed when the first 2 are real
  expect(expectedCoverage(4, 2, 2)).toBeCloseTo(1 - (3 / 5) * (2 / 4), 12);
  expect(expectedCoverage(10_000, 10_000)).toBeCloseTo(1 - 2 ** -5, 3);
  expect(expectedCoverage(10, 0)).toBe(0);
  expect(() => expectedCoverage(5, 5)).toThrow('real 5, generated 5, k 5');
});

test('one picture for each caption covers little of the group, though much of the whole', () => {
  const real = cloud(400, 4, 3);
  const labels = Array.from({ length: 400 }, (_, i) => String(i % 10));
  const collapsed = {
    ...real,
    values: real.values.map((_, i) => real.values[4 * (Math.floor(i / 4) % 10) + (i % 4)]),
  };
  const groups = { real: labels, generated: labels };
  const { coverage, expected } = coverageByGroup(real, collapsed, groups);
  expect(coverage).toBeLessThan(0.25);
  expect(expected).toBeGreaterThan(0.95);
  expect(coverageByGroup(real, cloud(400, 4, 4), groups).coverage).toBeGreaterThan(0.9);
});

test('groups that cannot be measured are left out, and counted', () => {
  const [real, generated] = [cloud(14, 2, 5), cloud(3, 2, 6)];
  const labels = [...Array(7).fill('a'), ...Array(5).fill('b'), 'c', 'c'];
  const groups = { real: labels, generated: ['a', 'c', 'd'] };
  const { expected, ...rest } = coverageByGroup(real, generated, groups);
  expect(rest).toMatchObject({ groups: 1, leftOut: 3 });
  expect(expected).toBeCloseTo(expectedCoverage(7, 1), 12);
  const none = { real: labels, generated: ['b', 'c', 'd'] };
  expect(() => coverageByGroup(real, generated, none)).toThrow('more than 5 real vectors');
});

test('moving and turning both sets alike changes nothing', () => {
  const turned = ({ values, ...rest }: Vectors): Vectors => ({
    ...rest,
    values: Float64Array.from(values, (_, i) => {
      const [x, y] = [values[i - (i % 2)], values[i - (i % 2) + 1]];
      return 3 + (i % 2 === 0 ? 0.6 * x - 0.8 * y : 0.8 * x + 0.6 * y);
    }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const [a, b] = [cloud(20, 2, seed), cloud(15, 2, seed + 1)];
      const [before, after] = [[a, b] as const, [turned(a), turned(b)] as const];
      expect(precisionRecallDensityCoverage(...after)).toEqual(
        precisionRecallDensityCoverage(...before),
      );
      expect(frechetDistance(...after)).toBeCloseTo(frechetDistance(...before), 10);
      expect(frechetDistance(b, a)).toBeCloseTo(frechetDistance(a, b), 10);
    }),
    { seed: 7, numRuns: 30 },
  );
});

test('features that are always equal: a distance of means alone, nothing covered', () => {
  const constant = (value: number): Vectors => ({
    values: new Float32Array(24).fill(value),
    count: 8,
    dim: 3,
  });
  expect(frechetDistance(constant(1), constant(3))).toBeCloseTo(12, 10);
  expect(precisionRecallDensityCoverage(constant(1), constant(1)).coverage).toBe(0);
});

test('eigenvalues and eigenvectors give the matrix again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer(), (n, seed) => {
      const next = numbers(seed);
      const half = Array.from({ length: n * n }, () => next() - 0.5);
      const matrix = Float64Array.from(half, (v, i) => v + half[(i % n) * n + Math.floor(i / n)]);
      const { values, vectors: v } = symmetricEigen(matrix, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let [again, unit] = [0, 0];
          for (let m = 0; m < n; m++) {
            again += v[i * n + m] * values[m] * v[j * n + m];
            unit += v[i * n + m] * v[j * n + m];
          }
          expect(again).toBeCloseTo(matrix[i * n + j], 12);
          expect(unit).toBeCloseTo(i === j ? 1 : 0, 12);
        }
      }
    }),
    { seed: 7, numRuns: 40 },
  );
});

test('sets that cannot be measured are refused', () => {
  const real = cloud(10, 2, 1);
  const metrics = [precisionRecallDensityCoverage, frechetDistance];
  for (const metric of metrics) {
    expect(() => metric(real, cloud(10, 3, 1))).toThrow('got 2 and 3');
    expect(() => metric(real, { ...real, count: 9 })).toThrow('need 18 numbers');
    expect(() => metric(cloud(1, 2, 1), real)).toThrow('vectors of one number or more, got 1 of 2');
    const broken = { ...real, values: real.values.with(5, Number.NaN) };
    expect(() => metric(broken, real)).toThrow('got NaN in vector 2');
    expect(() => metric({ ...real, dim: 2.5 }, real)).toThrow(RangeError);
  }
  expect(() => precisionRecallDensityCoverage(real, real, { k: 0 })).toThrow('k must be');
  expect(() => precisionRecallDensityCoverage(real, cloud(5, 2, 2))).toThrow("'generated'");
  const groups = { real: Array(9).fill('a'), generated: Array(10).fill('a') };
  expect(() => coverageByGroup(real, real, groups)).toThrow('got 9 and 10');
});

test('500 and 500 features of 64 take less than a second of processor', () => {
  const [real, generated] = [cloud(500, 64, 1), cloud(500, 64, 2)];
  const start = process.cpuUsage();
  precisionRecallDensityCoverage(real, generated);
  frechetDistance(real, generated);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(1);
});
