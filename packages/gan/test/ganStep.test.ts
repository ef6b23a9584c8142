import { engine } from '@tensorflow/tfjs-core';
import { wasm } from '@xm/backend-wasm';
import {
  ConfigError,
  conform,
  createRng,
  dispose,
  disposeState,
  fold,
  loadParams,
  type Params,
  type Scalar,
  saveParams,
  sgd,
  type Tensor,
  useBackend,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import {
  averageOf,
  conditionalGan,
  type Game,
  type GanState,
  ganStep,
  hinge,
  initialGanState,
} from '../src/index.ts';
import {
  allRules,
  numbersOf,
  pictureBatch,
  pictures,
  pointBatch,
  pointGan,
  treeOf,
} from './players.ts';

// Other programs may take the processor meanwhile.
jest.setTimeout(30_000);
beforeAll(() => useBackend([wasm({ threads: 1 })]));

const read = (terms: Record<string, Scalar>): Record<string, number> =>
  Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, term.dataSync()[0]]));
const everything = conditionalGan({ ...pictures, attributes: [1, 2] }, { ...allRules });

/** `steps` steps; batch i is a function of i alone, as a loader's. */
function play(gan: Pick<typeof everything, 'step'>, from: GanState, steps: number): GanState {
  let state = from;
  for (let i = 0; i < steps; i++) {
    state = gan.step(state, pictureBatch(fold(createRng(9), state.step))).state;
  }
  return state;
}

test('the same state and batch give the same result, and the state stays', () => {
  const state = everything.init(createRng(1));
  const before = numbersOf(treeOf(state));
  const batch = pictureBatch(createRng(2));
  const [a, b] = [everything.step(state, batch), everything.step(state, batch)];
  expect(numbersOf(treeOf(a.state))).toEqual(numbersOf(treeOf(b.state)));
  expect(read(a.terms)).toEqual(read(b.terms));
  expect(numbersOf(treeOf(state))).toEqual(before);
  expect([state.step, a.state.step]).toEqual([0, 1]);
  // Every leaf of both players moves, but for those that nothing depends on.
  const after = numbersOf(a.state.params as never);
  const still = Object.keys(after).filter(
    (path) => `${after[path]}` === `${before[`params.${path}`]}`,
  );
  expect(still).toEqual([]);
});

test('its terms are finite, and R1 is among them in the steps that pay it', () => {
  const batch = pictureBatch(createRng(2));
  const first = everything.step(everything.init(createRng(1)), batch);
  const second = everything.step(first.state, batch);
  const [paid, free] = [read(first.terms), read(second.terms)];
  expect(Object.values(paid).every(Number.isFinite)).toBe(true);
  const common = [
    'criticLoss',
    'criticNorm',
    'fakeAccuracy',
    'fakeAttributes',
    'generatorNorm',
    'loss',
    'mismatchedAccuracy',
    'modeSeeking',
    'realAccuracy',
    'realAttributes',
  ];
  expect(Object.keys(free).sort()).toEqual(common);
  expect(Object.keys(paid).sort()).toEqual([...common, 'r1'].sort());
  expect(paid['r1']).toBeGreaterThan(0);
});

test.each(['generator', 'critic'] as const)("the other's step leaves the %s alone", (player) => {
  const gan = conditionalGan(pictures, { loss: hinge });
  const still: Game = {
    ...gan.game,
    optimizers: { ...gan.game.optimizers, [player]: sgd({ learningRate: 0 }) },
  };
  const state = initialGanState(still, createRng(1));
  const next = ganStep(still)(state, pictureBatch(createRng(2))).state;
  const of = (s: GanState, name: 'generator' | 'critic') => numbersOf(s.params[name]);
  const other = player === 'critic' ? 'generator' : 'critic';
  expect(of(next, player)).toEqual(of(state, player));
  expect(of(next, other)).not.toEqual(of(state, other));
});

test.each([
  ['with all rules', everything],
  ['plain', conditionalGan(pictures)],
])('saved and resumed it is as if nothing had happened: %s', async (_, gan) => {
  const half = play(gan, gan.init(createRng(1)), 1);
  const { params } = loadParams(await saveParams(treeOf(half)));
  // As the trainer does: a fresh state says what there must be, an empty tree is not in a file.
  const fresh = gan.init(createRng(1));
  const tree = conform(params, treeOf(fresh), 'a test') as Record<string, Params>;
  const loaded = { ...fresh, ...tree, step: half.step } as unknown as GanState;
  expect(numbersOf(treeOf(play(gan, loaded, 2)))).toEqual(numbersOf(treeOf(play(gan, half, 2))));
});

test('nothing is read back in a step', () => {
  const state = everything.init(createRng(1));
  const batch = pictureBatch(createRng(2));
  const { backend } = engine();
  const spies = [jest.spyOn(backend, 'read')];
  const values = jest.spyOn(Object.getPrototypeOf(batch.real) as Tensor, 'dataSync');
  everything.step(state, batch);
  for (const spy of [...spies, values]) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

test('leaves nothing but its result', async () => {
  const state = everything.init(createRng(1));
  const batch = pictureBatch(createRng(2));
  await leaksNothing(() => {
    const next = everything.step(state, batch);
    disposeState(next.state);
    return next.terms;
  });
  await leaksNothing(() => treeOf(everything.init(createRng(1))) as never);
  disposeState(state);
  dispose({ ...batch });
});

test('the average is first the generator, then follows it slowly', () => {
  const gan = pointGan({ averageDecay: 0.5 });
  const start = gan.init(createRng(1));
  expect(numbersOf(averageOf(start))).toEqual(numbersOf(start.params.generator));
  const { state } = gan.step(start, pointBatch(createRng(2)));
  const [first, after, average] = [
    start.params.generator,
    state.params.generator,
    averageOf(state),
  ].map((tree) => Object.values(numbersOf(tree)).flat());
  // In the first step the decay is 1/10.
  average.forEach((value, i) => {
    expect(value).toBeCloseTo(first[i] + 0.9 * (after[i] - first[i]), 5);
  });
});

test('a critic without a classifier cannot read attributes', () => {
  const { game } = pointGan();
  const asking: Game = { ...game, attributes: { groups: [2], weight: 1 } };
  const state = initialGanState(asking, createRng(1));
  expect(() => ganStep(asking)(state, pointBatch(createRng(2)))).toThrow(ConfigError);
});
