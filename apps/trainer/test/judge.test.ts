import { type Example, type Picture, random, shapes, turnPeriods } from '@xm/data';
import fc from 'fast-check';
import { askedFactors } from '../src/judge/askedFactors.ts';
import { type JudgedLevel, layoutOfJudge, seenJudgeConfig } from '../src/judge/judgeConfig.ts';
import { layoutOf, poseLength } from '../src/judge/layout.ts';
import { judgedPixels } from '../src/judge/pixels.ts';
import { roughener } from '../src/judge/roughener.ts';
import { targetsOf } from '../src/judge/targets.ts';
import { verdictsOf } from '../src/judge/verdicts.ts';

const levels: readonly JudgedLevel[] = [1, 2, 3, 4, 5];

const taken = (level: JudgedLevel, count: number, size = 16, seed = 3): Promise<Example[]> => {
  const source = shapes({ level, count, seed, size, split: 'test' });
  return Promise.all(Array.from({ length: count }, (_, i) => source.get(i)));
};

describe('what a judge is told and tells', () => {
  test('every word that captions of a level know has a place of its own', () => {
    expect(levels.map((level) => layoutOf(level).words)).toEqual([3, 5, 10, 14, 16]);
    const { heads } = layoutOf(5);
    expect(heads.map(({ name }) => name)).toEqual(['shape', 'size', 'colour', 'place', 'ground']);
    expect(heads.map(({ start }) => start)).toEqual([0, 3, 5, 10, 14]);
  });

  test.each(levels)(
    'perfect outputs give the factors and the turn back, level %i',
    async (level) => {
      const layout = layoutOf(level);
      const examples = await taken(level, 60);
      const { words, pose, counts } = targetsOf(examples, layout);
      const length = layout.words + poseLength;
      const outputs = new Float32Array(examples.length * length);
      examples.forEach((_, row) => {
        outputs.set(words.subarray(row * layout.words, (row + 1) * layout.words), row * length);
        outputs.set(
          pose.subarray(row * poseLength, (row + 1) * poseLength),
          row * length + layout.words,
        );
      });
      const verdicts = verdictsOf(outputs, layout);
      examples.forEach((example, i) => {
        const { factors, rotation, sureness } = verdicts[i];
        expect(sureness).toBeCloseTo(1, 6);
        expect(factors).toEqual(askedFactors(example, layout));
        const period = turnPeriods[factors.shape];
        const off = (Number(example.factors!['rotation']) - rotation + 2 * period) % period;
        expect(Math.min(off, period - off)).toBeLessThan(1e-3);
        expect(rotation).toBeGreaterThanOrEqual(0);
        expect(rotation).toBeLessThan(period);
      });
      // The turn of one shape, and the place.
      expect(counts.reduce((sum, value) => sum + value, 0)).toBe(4 * examples.length);
    },
  );

  test('a mean of several turns is less sure, and none is surer than 1', () => {
    const layout = layoutOf(1);
    const square = (cosine: number, sine: number) =>
      verdictsOf(Float32Array.from([1, 0, 0, cosine, sine, 0, 0, 0, 0, 0, 0]), layout)[0].sureness;
    expect(square(0.5, 0)).toBeCloseTo(0.5, 6);
    expect(square(0, 0)).toBe(0);
    expect(square(0.9, 0.9)).toBe(1);
  });

  test('examples of another level or source are named', () => {
    const layout = layoutOf(3);
    const strange = { id: 'b/7', factors: { shape: 'heart', size: 'big', colour: 'mauve' } };
    expect(() => askedFactors(strange, layout)).toThrow(
      "example 'b/7' must have a 'colour' among red, green, yellow, blue, pink; got 'mauve'",
    );
    expect(() => askedFactors({ id: 'c' }, layout)).toThrow("got 'undefined'");
  });

  test('pictures of another size are brought to that of the judge', async () => {
    const { values, shape } = judgedPixels(await taken(3, 2, 64), seenJudgeConfig.image(3, 16));
    expect(shape).toEqual([2, 16, 16, 3]);
    expect(values.every((value) => value >= -2 && value <= 2)).toBe(true);
    const data = new Uint8Array(3 * 16 * 16).fill(51).fill(255, 1, 2).fill(0, 0, 1);
    const grey: Picture = { width: 16, height: 16, channels: 3, data };
    const own = judgedPixels([{ id: 'grey', image: grey }], seenJudgeConfig.image(3, 16));
    expect([...own.values.subarray(0, 3)]).toEqual([-2, 2, Math.fround(-1.2)]);
  });

  test('of videos a judge sees six frames, from the first to the last', async () => {
    const source = shapes({ level: 3, count: 1, seed: 3, size: 32, motion: true });
    const example = await source.get(0);
    const config = seenJudgeConfig.video(3, 16);
    const { values, shape } = judgedPixels([example], config);
    expect(shape).toEqual([1, 6, 16, 16, 3]);
    const { frames } = example.video!;
    const last = judgedPixels([{ id: 'last', image: frames[15] }], seenJudgeConfig.image(3, 16));
    expect(values.subarray(5 * 3 * 16 * 16)).toEqual(last.values);
    expect(layoutOfJudge(config).heads.map(({ name }) => name)).toContain('motion');
    expect(() => judgedPixels([{ id: 'blind' }], config)).toThrow(
      "judge: example 'blind' must have a video. Filter such examples out first.",
    );
  });
});

test('roughened pixels are moved a little, blurred within the picture, the same for the same seed', () => {
  const [size, length] = [8, 3 * 8 * 8];
  const picture = { width: size, height: size, channels: 3 };
  const rough = roughener(picture, 5);
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: -2, max: 2, noNaN: true }), (seed, value) => {
      const flat = new Float32Array(length).fill(value);
      const changed = rough(flat, random(seed));
      expect(changed).toEqual(roughener(picture, 5)(flat, random(seed)));
      // gain up to 0.1, shift up to 0.15, and what four deviations of noise can add on average
      const mean = changed.reduce((sum, v) => sum + v, 0) / length;
      expect(Math.abs(mean - value)).toBeLessThan(0.2 + 0.15 + 0.1);
    }),
    { seed: 7, numRuns: 20 },
  );
  // Frames of one video are blurred and lightened alike; only their noise differs.
  const frame = Float32Array.from({ length }, (_, i) => Math.sin(i));
  const both = rough(Float32Array.of(...frame, ...frame), random(4));
  const difference = both.slice(0, length).map((value, i) => value - both[length + i]);
  expect(difference.some((value) => value !== 0)).toBe(true);
  expect(Math.abs(difference.reduce((sum, value) => sum + value, 0) / length)).toBeLessThan(0.1);
  // One bright pixel at the end of a row leaves the next row's beginning alone, but for noise and shift.
  const dot = new Float32Array(length);
  dot.fill(100, 3 * 15, 3 * 16);
  const spread = rough(dot, random(2));
  expect(spread[3 * 14]).toBeGreaterThan(5);
  expect(spread[3 * 7]).toBeGreaterThan(5);
  expect(Math.abs(spread[3 * 16])).toBeLessThan(2);
});
