import fc from 'fast-check';
import {
  chanceAgreement,
  chanceWordErrorRate,
  circularBins,
  coherence,
  expectedCircularBins,
  wordErrorRate,
} from '../src/index.ts';

const colours = ['red', 'green', 'blue'];
const sizes = ['small', 'big'];
const anyLabels = fc.record({
  colour: fc.constantFrom(...colours),
  size: fc.constantFrom(...sizes),
});
const anyPairs = fc
  .array(fc.tuple(anyLabels, anyLabels), { minLength: 1, maxLength: 5 })
  .map((pairs) => ({ asked: pairs.map(([a]) => a), judged: pairs.map(([, b]) => b) }));

/** All orders of a short list. */
const orders = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, i) =>
        orders([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
      );

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('figures of four items, by hand', () => {
  const asked = colours.concat('red').map((colour) => ({ colour, size: 'big' }));
  const judged = [
    { colour: 'red', size: 'big', rotation: 12 },
    { colour: 'green', size: 'small' },
    { colour: 'red', size: 'big' },
    {},
  ];
  const figures = coherence(asked, judged);
  expect(figures.count).toBe(4);
  expect(figures.strict).toBe(0.25);
  expect(figures.attributes).toEqual({ colour: 0.5, size: 0.5 });
  // red: 2 of 4 asked, 2 of 4 judged; green: 1 and 1; blue: 1 and 0
  expect(figures.chance.attributes).toEqual({ colour: 5 / 16, size: 0.5 });
  // 'red, big': 2 and 2; 'green, big' and 'blue, big' are not judged
  expect(figures.chance.strict).toBe(0.25);
});

test('chance is the mean over all orders of what was made', () => {
  fc.assert(
    fc.property(anyPairs, ({ asked, judged }) => {
      const all = orders(judged).map((order) => coherence(asked, order));
      const { chance } = all[0];
      expect(chance.strict).toBeCloseTo(mean(all.map(({ strict }) => strict)), 12);
      const sizesRight = all.map(({ attributes }) => attributes.size);
      expect(chance.attributes.size).toBeCloseTo(mean(sizesRight), 12);
    }),
    { seed: 7, numRuns: 30 },
  );
});

test('a perfect generator of balanced captions gets 1, by chance 1 / captions', () => {
  const asked = colours.flatMap((colour) => sizes.map((size) => ({ colour, size })));
  const figures = coherence(asked, asked);
  expect(figures.strict).toBe(1);
  expect(figures.chance.strict).toBeCloseTo(1 / 6, 12);
  expect(figures.chance.attributes.colour).toBeCloseTo(1 / 3, 12);
  const constant = coherence(
    asked,
    asked.map(() => asked[0]),
  );
  expect(constant.strict).toBeCloseTo(constant.chance.strict, 12);
});

test('strict is at most the worst attribute', () => {
  fc.assert(
    fc.property(anyPairs, ({ asked, judged }) => {
      const { strict, attributes } = coherence(asked, judged);
      expect(strict).toBeLessThanOrEqual(Math.min(...Object.values(attributes)));
    }),
    { seed: 7, numRuns: 50 },
  );
});

test('what does not belong together is refused', () => {
  const one = { colour: 'red' };
  expect(() => coherence([one], [])).toThrow('as many judged as asked, got 0 and 1');
  expect(() => coherence([], [])).toThrow('asked must not be empty');
  expect(() => coherence<string>([one, { size: 'big' }], [one, one])).toThrow(
    'got { colour } for item 0 and { size } for item 1',
  );
  expect(() => coherence([{ colour: undefined as never }], [one])).toThrow(TypeError);
  expect(coherence<string>([{ digit: 1 }], [{ digit: '1' }]).strict).toBe(0);
  expect(() => chanceAgreement([], [])).toThrow(RangeError);
});

test('the word error rate by chance is the mean over all orders', () => {
  const word = fc.constantFrom('big', 'red', 'heart', 'moves');
  const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.oneof(text, fc.constant(''))), { minLength: 1, maxLength: 4 }),
      (pairs) => {
        const [asked, given] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const expected = mean(orders(given).map((order) => wordErrorRate(asked, order)));
        expect(chanceWordErrorRate(asked, given)).toBeCloseTo(expected, 12);
      },
    ),
    { seed: 7, numRuns: 50 },
  );
  expect(() => chanceWordErrorRate([''], [''])).toThrow('the references must hold something');
  expect(() => chanceWordErrorRate(['a'], [])).toThrow(RangeError);
});

test('bins of a circle', () => {
  expect(circularBins([])).toBe(0);
  expect(circularBins([0, 44.9, 45, 360, -1, -1e-20])).toBe(3);
  expect(circularBins([0, 90, 180, 270], { period: 90 })).toBe(1);
  expect(circularBins(Float32Array.of(0, 60, 100), { bins: 4, period: 180 })).toBe(3);
  expect(() => circularBins([1], { bins: 0 })).toThrow('bins must be');
  expect(() => circularBins([1], { period: -1 })).toThrow('period');
  expect(() => circularBins([1, Number.NaN])).toThrow('got NaN at 1');
  expect(() => expectedCircularBins(-1)).toThrow(RangeError);
});

test('every turn by whole bins meets as many', () => {
  const angles = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 12 });
  fc.assert(
    fc.property(angles, fc.integer({ min: -9, max: 9 }), (some, turns) => {
      const met = circularBins(some);
      expect(circularBins(some.map((angle) => angle + 45 * turns))).toBe(met);
      expect(met).toBeLessThanOrEqual(Math.min(8, some.length));
    }),
    { seed: 7, numRuns: 50 },
  );
});

test('the expected bins are the mean over all draws', () => {
  const draws = Array.from({ length: 4 ** 5 }, (_, n) =>
    Array.from({ length: 5 }, (_, i) => 90 * (Math.floor(n / 4 ** i) % 4)),
  );
  const met = mean(draws.map((angles) => circularBins(angles, { bins: 4 })));
  expect(expectedCircularBins(5, 4)).toBeCloseTo(met, 12);
  expect(expectedCircularBins(0)).toBe(0);
});
