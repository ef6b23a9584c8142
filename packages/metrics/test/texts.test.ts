import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { editDistance } from '../src/editDistance.ts';
import {
  characterErrorRate,
  characterErrors,
  confidenceInterval,
  exactMatch,
  exactMatches,
  tallyAccumulator,
  wordErrorRate,
  wordErrors,
} from '../src/index.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/texts.json`, 'utf8'));

interface Texts {
  readonly inputs: { readonly references: string[]; readonly hypotheses: string[] };
  readonly expected: {
    readonly wordErrorRate: number;
    readonly characterErrorRate: number;
    readonly distances: number[];
  };
}

describe(golden.provenance, () => {
  test.each(golden.texts as Texts[])('error rates of texts', ({ inputs, expected }) => {
    const { references, hypotheses } = inputs;
    expect(wordErrorRate(references, hypotheses)).toBeCloseTo(expected.wordErrorRate, 6);
    expect(characterErrorRate(references, hypotheses)).toBeCloseTo(expected.characterErrorRate, 6);
    const distances = references.map((text, i) => editDistance([...text], [...hypotheses[i]]));
    expect(distances).toEqual(expected.distances);
  });

  test('confidence intervals', () => {
    const quantiles: Record<string, number> = { 0.95: 1.959963984540054, 0.99: 2.5758293035489004 };
    for (const { inputs, expected } of golden.intervals) {
      const [hits, count, confidence] = inputs;
      const [low, high] = confidenceInterval(hits / count, count, quantiles[confidence]);
      expect(low).toBeCloseTo(expected[0], 12);
      expect(high).toBeCloseTo(expected[1], 12);
    }
    expect(confidenceInterval(0.5, 10)).toEqual(confidenceInterval(0.5, 10, quantiles['0.95']));
  });
});

const anyItems = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });

/** By the definition, without a table. */
function slowDistance(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  const [x, y] = [a.slice(1), b.slice(1)];
  const replaced = slowDistance(x, y) + (a[0] === b[0] ? 0 : 1);
  return Math.min(replaced, slowDistance(x, b) + 1, slowDistance(a, y) + 1);
}

test('the distance is that of the definition, and a metric', () => {
  const options = { seed: 7, numRuns: 60 };
  fc.assert(
    fc.property(anyItems, anyItems, anyItems, (a, b, c) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(slowDistance(a, b));
      expect(editDistance(b, a)).toBe(distance);
      expect(editDistance(a, c)).toBeLessThanOrEqual(distance + editDistance(b, c));
    }),
    options,
  );
});

test('empty texts: silence is one error a word, words out of nothing are inserted', () => {
  expect(wordErrorRate(['big red heart'], [''])).toBe(1);
  expect(wordErrorRate(['', 'big red'], ['a cat', 'big red'])).toBe(1);
  expect(wordErrorRate(['', 'heart'], [' \n', '  heart '])).toBe(0);
  expect(wordErrorRate(['heart'], ['a big heart'])).toBe(2);
  expect(() => wordErrorRate(['', ' '], ['a', 'b'])).toThrow('got only empty ones');
  expect(() => characterErrorRate([''], ['a'])).toThrow(RangeError);
  expect(characterErrorRate(['😀'], ['😁'])).toBe(1);
});

test('lists that do not belong together are refused', () => {
  for (const metric of [wordErrorRate, characterErrorRate, exactMatch]) {
    expect(() => metric(['a'], ['a', 'b'])).toThrow(
      'as many hypotheses as references, got 2 and 1',
    );
    expect(() => metric([], [])).toThrow('must not be empty');
  }
  expect(() => confidenceInterval(1.1, 5)).toThrow('got 1.1, 5');
  expect(() => confidenceInterval(Number.NaN, 5)).toThrow(RangeError);
  expect(() => confidenceInterval(0.5, 0)).toThrow(RangeError);
});

test('batches of unequal size give the figure of the whole', () => {
  const references = ['a big heart', '', 'red', 'a dark square on the ground'];
  const hypotheses = ['a heart', 'red', 'red', 'a dark square'];
  const pairs = [
    [wordErrorRate, wordErrors],
    [characterErrorRate, characterErrors],
    [exactMatch, exactMatches],
  ] as const;
  for (const [metric, tally] of pairs) {
    const batches = tallyAccumulator(tally);
    expect(() => batches.result()).toThrow('must follow a batch');
    batches.update(references.slice(0, 1), hypotheses.slice(0, 1));
    const elsewhere = tallyAccumulator(tally);
    elsewhere.update(references.slice(1), hypotheses.slice(1));
    batches.merge(JSON.parse(JSON.stringify(elsewhere)));
    expect(batches.result()).toBeCloseTo(metric(references, hypotheses), 12);
  }
});

test('an interval holds the fraction, and narrows with the count', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 40, max: 400 }), (hits, count) => {
      const [low, high] = confidenceInterval(hits / count, count);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(hits / count);
      expect(high).toBeGreaterThanOrEqual(hits / count);
      expect(high).toBeLessThanOrEqual(1);
      const [lower, higher] = confidenceInterval(hits / count, 4 * count);
      expect(higher - lower).toBeLessThan(high - low);
    }),
    { seed: 7, numRuns: 50 },
  );
});
