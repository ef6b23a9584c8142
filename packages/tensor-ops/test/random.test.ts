import {
  bernoulli,
  cpu,
  createRng,
  fold,
  normal,
  randomBits,
  split,
  type Tensor,
  uniform,
  useBackend,
} from '../src/index.ts';
import { threefry } from '../src/random/threefry.ts';

beforeAll(() => useBackend([cpu()]));

const read = (x: Tensor): number[] => {
  const values = [...x.dataSync()];
  x.dispose();
  return values;
};
const meanOf = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const correlation = (a: number[], b: number[]) => {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const moment = (f: (i: number) => number) => meanOf(a.map((_, i) => f(i)));
  return (
    moment((i) => (a[i] - meanA) * (b[i] - meanB)) /
    Math.sqrt(moment((i) => (a[i] - meanA) ** 2) * moment((i) => (b[i] - meanB) ** 2))
  );
};

/** kat_vectors of Random123 1.14, threefry2x32 with 20 rounds. */
test.each([
  { counter: [0, 0], key: [0, 0], expected: [0x6b200159, 0x99ba4efe] },
  {
    counter: [0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    expected: [0x1cb996fc, 0xbb002be7],
  },
  {
    counter: [0x243f6a88, 0x85a308d3],
    key: [0x13198a2e, 0x03707344],
    expected: [0xc4923a9c, 0x483df7a0],
  },
])('threefry gives Random123 its answer for key $key', ({ counter, key, expected }) => {
  const out = new Uint32Array(2);
  threefry(key[0], key[1], counter[0], counter[1], out);
  expect([...out]).toEqual(expected);
});

describe('streams', () => {
  test('the same place gives the same numbers', () => {
    const again = () => read(normal(fold(createRng(5), 'layer'), [100]));
    expect(again()).toEqual(again());
  });

  test('a longer draw starts like a shorter one', () => {
    const rng = createRng(3);
    expect([...randomBits(rng, 9).subarray(0, 5)]).toEqual([...randomBits(rng, 5)]);
  });

  test('seeds beyond 32 bits differ', () => {
    expect(createRng(1).key).not.toEqual(createRng(2 ** 32 + 1).key);
  });

  test('a number and a word name different children', () => {
    const rng = createRng(1);
    const keys = [fold(rng, 0), fold(rng, 1), fold(rng, '0'), fold(rng, 'a'), rng];
    expect(new Set(keys.map(({ key }) => key.join())).size).toBe(keys.length);
  });

  test('parent and children are uncorrelated', () => {
    const rng = createRng(11);
    const streams = [rng, fold(rng, 'a'), ...split(rng, 3)].map((r) => read(uniform(r, [10_000])));
    for (let i = 0; i < streams.length; i++) {
      for (let j = 0; j < i; j++) {
        // Five deviations of the correlation of independent numbers.
        expect(Math.abs(correlation(streams[i], streams[j]))).toBeLessThan(5 / 100);
      }
    }
  });
});

describe('distributions over 40,000 draws', () => {
  const count = 40_000;
  const rng = createRng(7);

  test('uniform: range, mean, and a tenth in each tenth', () => {
    const values = read(uniform(rng, [count], -2, 3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(3);
    expect(meanOf(values)).toBeCloseTo(0.5, 1);
    const tenths = new Array(10).fill(0);
    for (const value of values) tenths[Math.floor((value + 2) * 2)]++;
    // χ² with 9 degrees of freedom is above 27.9 once in a thousand seeds.
    const chi2 = tenths.reduce((sum, n) => sum + (n - count / 10) ** 2 / (count / 10), 0);
    expect(chi2).toBeLessThan(27.9);
  });

  test('normal: mean, deviation, skewness, kurtosis and tails', () => {
    const values = read(normal(rng, [count], 4, 2)).map((v) => (v - 4) / 2);
    const moment = (k: number) => meanOf(values.map((v) => v ** k));
    expect(Math.abs(moment(1))).toBeLessThan(0.025);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(3))).toBeLessThan(0.07);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    const beyond2 = values.filter((v) => Math.abs(v) > 2).length / count;
    expect(Math.abs(beyond2 - 0.0455)).toBeLessThan(0.006);
  });

  test('normal: the two numbers of a pair are uncorrelated', () => {
    const values = read(normal(rng, [count]));
    const [even, odd] = [0, 1].map((at) => values.filter((_, i) => i % 2 === at));
    expect(Math.abs(correlation(even, odd))).toBeLessThan(0.035);
  });

  test('bernoulli: its share, and the certain cases', () => {
    expect(Math.abs(meanOf(read(bernoulli(rng, [count], 0.3))) - 0.3)).toBeLessThan(0.012);
    expect(meanOf(read(bernoulli(rng, [99], 0)))).toBe(0);
    expect(meanOf(read(bernoulli(rng, [99], 1)))).toBe(1);
  });
});

test('an odd count and a scalar have their shapes', () => {
  const x = normal(createRng(1), [3, 1]);
  expect(x.shape).toEqual([3, 1]);
  x.dispose();
  expect(read(uniform(createRng(1), []))).toHaveLength(1);
});
