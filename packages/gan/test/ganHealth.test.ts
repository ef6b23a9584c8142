import { ConfigError, cpu, createRng, disposeState, fold, useBackend } from '@xm/tensor-ops';
import { assertNotDiverged, GanDiverged, type GanTerms, ganHealth } from '../src/index.ts';
import { pointBatch, pointGan } from './players.ts';

const steps = (count: number, realAccuracy: number, fakeAccuracy: number): GanTerms[] =>
  Array.from({ length: count }, () => ({ criticLoss: 1, realAccuracy, fakeAccuracy }));

test.each([
  ['fine', steps(10, 0.9, 0.8)],
  ['critic wins', steps(10, 1, 0.995)],
  ['critic blind', steps(10, 1, 0)],
  ['critic blind', steps(10, 0.005, 1)],
  // Too few to say.
  ['fine', steps(9, 1, 1)],
  // It was sure once, and is not now.
  ['fine', [...steps(50, 1, 1), ...steps(10, 0.7, 0.9)]],
  ['diverged', [...steps(3, 0.9, 0.8), { criticLoss: Number.NaN }, ...steps(2, 0.9, 0.8)]],
] as const)('%s', (verdict, history) => {
  const health = ganHealth(history, { window: 10 });
  expect(health.verdict).toBe(verdict);
  expect(health.detail === '').toBe(verdict === 'fine');
});

test('says what it saw', () => {
  expect(ganHealth(steps(10, 1, 0.995), { window: 10 }).detail).toBe(
    'in the last 10 steps 100.0 % of the real examples were taken for real, 99.5 % of the fakes for fake',
  );
  const broken = [
    ...steps(1, 1, 1),
    { criticLoss: 1, r1: Number.POSITIVE_INFINITY },
    ...steps(2, 1, 1),
  ];
  expect(ganHealth(broken).detail).toBe('r1 is Infinity, 3 steps from the end');
  expect(() => ganHealth([], { window: 0 })).toThrow(ConfigError);
});

test('a term that is not finite or out of all proportion is named, with its value and step', () => {
  assertNotDiverged({ criticLoss: -99_999, realAccuracy: 0 }, 3);
  for (const value of [Number.NaN, Number.NEGATIVE_INFINITY, -100_001, 1e9]) {
    const check = () => assertNotDiverged({ realAccuracy: 1, criticLoss: value }, 41);
    expect(check).toThrow(GanDiverged);
    expect(check).toThrow(`got ${value} at step 41`);
  }
});

test('a critic that learns much too fast, without R1, is noticed', async () => {
  await useBackend([cpu()]);
  const gan = pointGan({ criticRate: 30, learningRate: 30, r1: false });
  let state = gan.init(createRng(1));
  const play = async (): Promise<void> => {
    for (let i = 0; i < 40; i++) {
      const next = gan.step(state, pointBatch(fold(createRng(2), i)));
      disposeState(state);
      state = next.state;
      const names = Object.keys(next.terms);
      const values = await Promise.all(
        names.map(async (name) => (await next.terms[name].data())[0]),
      );
      assertNotDiverged(Object.fromEntries(names.map((name, j) => [name, values[j]])), state.step);
    }
  };
  await expect(play()).rejects.toThrow(GanDiverged);
});
