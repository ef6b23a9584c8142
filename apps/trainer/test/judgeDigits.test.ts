import type { Example, Translator } from '@xm/data';
import { random } from '@xm/data';
import { judgeDigits } from '../src/evaluation/judgeDigits.ts';
import type { DigitJudge } from '../src/judge/digits/digitJudge.ts';

/** Reads a digit and a style off the id of an example: `written/3/0.25`. */
const oracle: DigitJudge = {
  accuracy: { value: 0.99, count: 100 },
  dispose: () => {},
  read: async (examples) => {
    const parts = examples.map(({ id }) => id.split('/').map(Number));
    const values = Float32Array.from(parts.flatMap(([, digit, style]) => [digit, style]));
    return {
      digits: parts.map(([, digit]) => digit),
      features: { values, count: examples.length, dim: 2 },
    };
  },
};

const image = { width: 1, height: 1, channels: 3, data: new Uint8Array(3) } as const;
const speech = { sampleRate: 8000, samples: new Float32Array(4) };

const written = (digit: number, style: number): Example => ({
  id: `written/${digit}/${style}`,
  factors: { digit },
  image,
});
const some = (count: number, seed: number): Example[] =>
  Array.from({ length: count }, (_, i) => written(i % 10, random(seed, i).uniform()));
const spoken = Array.from({ length: 100 }, (_, i): Example => {
  const digit = Math.floor(i / 10);
  return { id: `spoken/${digit}/${i}`, factors: { digit }, speech };
});

/** @param writes what becomes of the recording of a digit, the i-th of all */
const translator = (writes: (digit: number, i: number) => Example): Translator => ({
  directions: [
    { from: 'speech', to: 'image' },
    { from: 'image', to: 'speech' },
  ],
  translate: async (_from, _to, inputs) =>
    inputs.map(({ factors }, i) => [writes(Number(factors!['digit']), i)]),
});

const judged = async (writes: (digit: number, i: number) => Example) => {
  const real = { reference: some(400, 1), heldOut: [...some(200, 2), ...spoken] };
  const figures = await judgeDigits(translator(writes), 'image', oracle, real);
  expect(figures).toMatchObject([{ from: 'speech', to: 'image', examples: 100 }]);
  return figures[0].figures;
};

test('real digits of the class that was said are right, and as manifold as real ones', async () => {
  const figures = await judged((digit, i) => written(digit, random(3, i).uniform()));
  expect(figures['strict']).toEqual({ value: 1, chance: expect.closeTo(0.1, 6), real: 0.99 });
  // Ten a digit among forty: 1 − Π over j = 1…5 of (40 − j)/(50 − j) is 0.70.
  expect(Math.abs(figures['coverageByCaption'].value - 0.7)).toBeLessThan(0.12);
  expect(figures['coverage'].real).toBeGreaterThan(figures['coverage'].value);
  // A hundred among two hundred: 1 − Π over j = 1…5 of (200 − j)/(300 − j) is 0.87.
  const { value, real } = figures['coverageOfAsMany'];
  expect(real).toBeCloseTo(0.87, 2);
  expect(Math.abs(value - real!)).toBeLessThan(0.08);
});

test('one digit for all is right by chance, one style a digit covers little', async () => {
  const same = await judged(() => written(4, 0.5));
  expect(same['strict']).toMatchObject({ value: 0.1, chance: expect.closeTo(0.1, 6) });
  const oneEach = await judged((digit) => written(digit, 0.5));
  expect(oneEach['strict'].value).toBe(1);
  expect(oneEach['coverageByCaption'].value).toBeLessThan(0.25);
  expect(oneEach['coverageOfAsMany'].value).toBeLessThan(0.3);
});

test('other digits than those that were said are wrong, and cover nothing of what was said', async () => {
  const figures = await judged((digit, i) => written((digit + 5) % 10, random(3, i).uniform()));
  expect(figures['strict'].value).toBe(0);
  expect(figures['coverageByCaption'].value).toBe(0);
  expect(figures['coverage'].value).toBeGreaterThan(0.5);
});
