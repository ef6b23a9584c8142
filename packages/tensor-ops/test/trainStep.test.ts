import { leaksNothing } from '@xm/testing';
import {
  adamW,
  cpu,
  createRng,
  differentiate,
  disposeState,
  dropout,
  fold,
  initialState,
  leaves,
  matMul,
  mean,
  memory,
  type Objective,
  type Scalar,
  square,
  sub,
  type Tensor,
  type TrainState,
  tensor,
  trainStep,
  useBackend,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Pairs {
  x: Tensor;
  y: Tensor;
}

/** Linear regression behind dropout: an objective with chance in it. */
const objective: Objective<Pairs> = (params, { x, y }, rng) => {
  const seen = dropout(0.2).apply({}, x, { training: true, rng });
  const guess = matMul(seen as never, params['kernel'] as never) as Tensor;
  const loss = mean(square(sub(guess, y))) as Scalar;
  return { loss, terms: { guess: mean(guess) as Scalar } };
};
const optimizer = adamW({ learningRate: 0.05 });
const step = trainStep(objective, optimizer);
const pairs = (): Pairs => ({
  x: tensor([1, 2, 3, 4, 0, -1, 2, 1], [4, 2]),
  y: tensor([3, 7, -1, 3], [4, 1]),
});
const start = () => initialState({ kernel: tensor([0.1, -0.2], [2, 1]) }, optimizer, createRng(3));
const numbers = ({ params, optimizer: moments }: TrainState) =>
  [...leaves(params), ...leaves(moments)].map(([path, leaf]) => [path, [...leaf.dataSync()]]);
const read = (terms: Record<string, Scalar>) =>
  Object.fromEntries(Object.entries(terms).map(([name, term]) => [name, term.dataSync()[0]]));

test('the same state and batch give the same result, and the state stays', () => {
  const [state, batch] = [start(), pairs()];
  const before = numbers(state);
  const [a, b] = [step(state, batch), step(state, batch)];
  expect(numbers(a.state)).toEqual(numbers(b.state));
  expect(read(a.terms)).toEqual(read(b.terms));
  expect(Object.keys(a.terms)).toEqual(['loss', 'guess']);
  expect(numbers(state)).toEqual(before);
  expect(numbers(a.state)).not.toEqual(before);
  expect([a.state.step, state.step]).toEqual([1, 0]);
});

test('the norm of the gradient is a term when asked for, and changes nothing else', async () => {
  const watched = trainStep(objective, optimizer, { gradientNorm: true });
  const [state, batch] = [start(), pairs()];
  const [a, b] = [step(state, batch), watched(state, batch)];
  expect(numbers(b.state)).toEqual(numbers(a.state));
  const { gradientNorm, ...same } = read(b.terms);
  expect(same).toEqual(read(a.terms));
  const { gradients } = differentiate(objective, state.params, batch, fold(state.rng, 0));
  const all = leaves(gradients).flatMap(([, leaf]) => [...leaf.dataSync()]);
  expect(gradientNorm).toBeCloseTo(Math.hypot(...all), 5);
  await leaksNothing(() => {
    const next = watched(state, batch);
    return { ...next.terms, ...next.state.params, moments: next.state.optimizer } as never;
  });
});

test('each step has random numbers of its own', () => {
  const [state, batch] = [start(), pairs()];
  const first = step(state, batch);
  const later = step({ ...state, step: 1 }, batch);
  expect(read(first.terms)).not.toEqual(read(later.terms));
});

test('leaves nothing but its result', async () => {
  const [state, batch] = [start(), pairs()];
  await leaksNothing(() => {
    const next = step(state, batch);
    return { ...next.terms, ...next.state.params, moments: next.state.optimizer } as never;
  });
});

test('disposeState frees all that a state holds', () => {
  const before = memory().numTensors;
  disposeState(start());
  expect(memory().numTensors).toBe(before);
});

test('200 steps find the weights', () => {
  const batch = pairs();
  const plain = trainStep<Pairs>(
    (params, { x, y }) => {
      const guess = matMul(x as never, params['kernel'] as never);
      return { loss: mean(square(sub(guess, y))) as Scalar, terms: {} };
    },
    adamW({ learningRate: 0.05, weightDecay: 0 }),
  );
  let state = start();
  for (let i = 0; i < 200; i++) {
    const next = plain(state, batch);
    disposeState(state);
    next.terms['loss'].dispose();
    state = next.state;
  }
  const [a, b] = (state.params['kernel'] as Tensor).dataSync();
  expect(a).toBeCloseTo(1, 1);
  expect(b).toBeCloseTo(1, 1);
});

test("a term called 'loss' would hide the objective's value", () => {
  const named = trainStep<Pairs>((params, batch, rng) => {
    const { loss } = objective(params, batch, rng);
    return { loss, terms: { loss } };
  }, optimizer);
  const [state, batch] = [start(), pairs()];
  expect(() => named(state, batch)).toThrow("'loss' is the name of the objective's value");
});

test('a leaf that the loss does not depend on has the gradient zero; without any other, there is none', () => {
  const params = { kernel: tensor([1, 2]), unused: { bias: tensor([[3, 4]]) } };
  const of = (name: 'kernel' | 'none') => () => ({
    loss: mean(square(name === 'kernel' ? params.kernel : tensor([1]))) as Scalar,
    terms: {},
  });
  const { gradients } = differentiate(of('kernel'), params, undefined, createRng(0));
  expect(leaves(gradients).map(([path, leaf]) => [path, leaf.shape, [...leaf.dataSync()]])).toEqual(
    [
      ['kernel', [2], [1, 2]],
      ['unused.bias', [1, 2], [0, 0]],
    ],
  );
  expect(() => differentiate(of('none'), params, undefined, createRng(0))).toThrow(
    'Cannot compute',
  );
});
