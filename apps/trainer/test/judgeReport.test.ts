import { type Example, type Picture, random, shapes, turnPeriods } from '@xm/data';
import { coherence } from '@xm/metrics';
import { askedFactors } from '../src/judge/askedFactors.ts';
import { evaluateTranslations } from '../src/judge/evaluateTranslations.ts';
import type { Judge } from '../src/judge/judge.ts';
import { type JudgedLevel, seenJudgeConfig } from '../src/judge/judgeConfig.ts';
import { layoutOf } from '../src/judge/layout.ts';
import { turnsOf } from '../src/judge/turns.ts';
import type { Verdict } from '../src/judge/verdicts.ts';

const level: JudgedLevel = 1;
const layout = layoutOf(level);

const taken = async (count: number, seed: number): Promise<Example[]> => {
  const source = shapes({ level, count, seed, size: 8, split: 'test' });
  return Promise.all(Array.from({ length: count }, (_, i) => source.get(i)));
};

/** Knows every picture of `shown` by heart, whatever is asked of it. */
function oracle(shown: readonly Example[]): Judge {
  const verdictOf = ({ factors }: Example): Verdict => {
    const said = askedFactors(
      { id: '', factors: factors! },
      layout,
    ) as unknown as Verdict['factors'];
    const rotation = Number(factors!['rotation']) % turnPeriods[said.shape];
    return { factors: said, rotation, sureness: 1 };
  };
  const rows = new Map<Picture, Example>(shown.map((example) => [example.image!, example]));
  const asked = shown.map((example) => askedFactors(example, layout));
  return {
    config: seenJudgeConfig.image(level, 16),
    accuracy: { ...coherence(asked, asked), rotationError: 0 },
    dispose: () => {},
    read: async (examples) => {
      const seen = examples.map(({ image }) => rows.get(image!)!);
      const features = seen.flatMap(({ factors = {} }) => [
        Number(factors['x']),
        Number(factors['y']),
        Number(factors['rotation']) / 9,
      ]);
      return {
        verdicts: seen.map(verdictOf),
        features: { values: Float32Array.from(features), count: seen.length, dim: 3 },
      };
    },
  };
}

test('other real pictures: all right, and as manifold as can be', async () => {
  const [reference, others, generated] = [
    await taken(200, 1),
    await taken(200, 2),
    await taken(200, 3),
  ];
  const judge = oracle([...reference, ...others, ...generated]);
  const report = await evaluateTranslations(judge, generated, { reference, others });
  expect(report.count).toBe(200);
  expect(report.strict.value).toBe(1);
  expect(report.strict.judge).toBe(1);
  expect(report.strict.interval[0]).toBeGreaterThan(0.97);
  expect(Math.abs(report.strict.chance - 1 / 3)).toBeLessThan(0.05);
  expect(report.attributes.shape).toEqual(report.strict);
  const { coverageByCaption, turns, density } = report.variety;
  const { coverage, expected } = coverageByCaption!;
  expect(Math.abs(coverage - expected)).toBeLessThan(0.05);
  const asMany = report.coverageOfAsMany;
  expect(Math.abs(asMany.value - asMany.expected)).toBeLessThan(0.05);
  expect(asMany.expected).toBeCloseTo(0.97, 2);
  expect(Math.abs(density - report.realVariety.density)).toBeLessThan(0.2);
  expect(turns['heart']).toMatchObject({ bins: 8, met: 8 });
  expect(turns['square']).toMatchObject({ bins: 2, met: 2 });
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('one picture a caption is right, but covers nothing and is turned in one way', async () => {
  const [reference, others] = [await taken(200, 1), await taken(200, 2)];
  const first = (example: Example): Example => others.find(({ text }) => text === example.text)!;
  const generated = others.map((example) => ({ ...example, image: first(example).image! }));
  const judge = oracle([...reference, ...others]);
  const report = await evaluateTranslations(judge, generated, { reference, others });
  expect(report.strict.value).toBe(1);
  expect(report.coverageOfAsMany.value).toBeLessThan(0.2);
  expect(report.variety.coverage).toBeLessThan(0.2);
  expect(report.variety.coverageByCaption!.coverage).toBeLessThan(0.2);
  expect(report.variety.coverageByCaption!.expected).toBeGreaterThan(0.9);
  expect(report.variety.frechet).toBeGreaterThan(5 * report.realVariety.frechet);
  expect(report.variety.turns['heart']).toMatchObject({ met: 1, metByCaption: 1 });
});

test('pictures of other captions are right by chance alone', async () => {
  const [reference, others] = [await taken(300, 1), await taken(300, 2)];
  const order = random(7);
  const generated = others.map((example) => ({
    ...example,
    image: others[order.integer(300)].image!,
  }));
  const judge = oracle([...reference, ...others]);
  const { strict, variety } = await evaluateTranslations(judge, generated, { reference, others });
  expect(strict.interval[0]).toBeLessThan(strict.chance);
  expect(strict.interval[1]).toBeGreaterThan(strict.chance);
  expect(variety.coverage).toBeGreaterThan(0.7);
});

test('a caption with few real pictures has no coverage of its own', async () => {
  const drawn = await taken(200, 1);
  const shapes = ['square', 'ellipse', 'heart'];
  const reference = shapes.flatMap((shape) =>
    drawn.filter(({ factors }) => factors!['shape'] === shape).slice(0, 5),
  );
  const judge = oracle(drawn);
  const { variety } = await evaluateTranslations(judge, drawn, { reference, others: drawn });
  expect(variety.coverage).toBe(1);
  expect(variety.coverageByCaption).toBeUndefined();
});

test('turns: bins of one caption and of all, and a wrong shape meets none', () => {
  const heart = (rotation: number, sureness: number): Verdict => ({
    factors: { shape: 'heart' },
    rotation,
    sureness,
  });
  const captions = ['big heart', 'big heart', 'small heart', 'small heart', 'big square'];
  const asked = ['heart', 'heart', 'heart', 'heart', 'square'];
  const verdicts = [heart(10, 1), heart(20, 0.8), heart(10, 1), heart(350, 0), heart(80, 1)];
  const turns = turnsOf(captions, asked, verdicts);
  expect(turns['heart']).toMatchObject({ bins: 8, met: 2, metByCaption: 1.5 });
  expect(turns['heart'].expectedByCaption).toBeCloseTo(8 * (1 - (7 / 8) ** 2), 12);
  expect(turns['heart'].sureness).toBeCloseTo(0.7, 12);
  const none = { bins: 2, met: 0, metByCaption: 0, expectedByCaption: 1, sureness: 0 };
  expect(turns['square']).toMatchObject(none);
  expect(turns['ellipse']).toBeUndefined();
});
