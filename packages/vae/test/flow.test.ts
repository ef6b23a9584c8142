import {
  adamW,
  add,
  ConfigError,
  concat,
  cpu,
  createRng,
  dispose,
  disposeState,
  fill,
  fold,
  inference,
  initialState,
  inputGradient,
  mapParams,
  mul,
  normal,
  type Params,
  slice,
  sub,
  type Tensor,
  tensor,
  trainStep,
  uniform,
  useBackend,
  zeros,
  zerosLike,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { conditionScale, foldConditionScale, standardised } from '../src/flow/conditionScale.ts';
import { flowSampler, straightPath, velocityNetwork } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected, provenance } = golden<
  { shape: number[]; noise: number[]; data: number[]; t: number[] },
  { straightPathX: number[]; straightPathVelocity: number[]; lossOfNothing: number }
>(`${__dirname}/golden/flows.json`);
const tolerance = { absolute: 1e-6, relative: 1e-5 };

describe(provenance, () => {
  const [batch, , width] = inputs.shape;
  const given = (values: number[]): Tensor => tensor(values, [batch, width]);

  test('straightPath', () => {
    const t = tensor(inputs.t, [batch, 1]);
    const { x, velocity } = straightPath(given(inputs.noise), given(inputs.data), t);
    expectClose(x.dataSync(), expected.straightPathX, tolerance);
    expectClose(velocity.dataSync(), expected.straightPathVelocity, tolerance);
  });

  test('the loss of a network that says nothing is the mean square of the velocity', () => {
    const flow = flowSampler({ width: 8, depth: 1 }, width, 0);
    const params = mapParams((leaf) => zerosLike(leaf), flow.init(createRng(1)));
    const rng = createRng(7);
    // The data that make the flow's own noise move as the golden velocity says.
    const velocity = sub(given(inputs.data), given(inputs.noise));
    const noise = normal(fold(rng, 'noise'), velocity.shape);
    const data = sub(velocity, mul(noise, -1));
    const loss = flow.loss(params, data, undefined, rng).dataSync();
    expectClose(loss, [expected.lossOfNothing], { absolute: 1e-5, relative: 1e-4 });
  });
});

test('the network knows point, time and condition, and its config builds it again', () => {
  const config = { width: 8, depth: 2 };
  const network = velocityNetwork(config, 2, 1);
  expect(network.config).toEqual(config);
  const params = network.init(createRng(1));
  const at = (x: number, t: number, condition: number): number[] => {
    const input = {
      x: tensor([x, 1], [1, 2]),
      t: tensor([t], [1, 1]),
      condition: tensor([condition], [1, 1]),
    };
    return [...network.apply(params, input, inference).dataSync()];
  };
  const base = at(0, 0.5, 0);
  for (const other of [at(1, 0.5, 0), at(0, 0.7, 0), at(0, 0.5, 1)]) {
    expect(other).not.toEqual(base);
  }
  expect(at(0, 0.5, 0)).toEqual(base);
});

test('what learned from standardised conditions gives the same from them as they are', async () => {
  const network = velocityNetwork({ width: 8, depth: 2 }, 2, 3);
  const params = network.init(createRng(1));
  const condition = add(
    mul(normal(createRng(2), [50, 3]), tensor([0.2, 3, 0])),
    tensor([1, -2, 4]),
  );
  const scale = conditionScale(condition);
  expectClose(scale.deviation.dataSync().slice(2), [1e-3]);
  const even = standardised(condition, scale);
  const [x, t] = [normal(createRng(3), [50, 2]), uniform(createRng(4), [50, 1])];
  const said = network.apply(params, { x, t, condition: even }, inference);
  const folded = foldConditionScale(params, scale, false);
  const again = network.apply(folded, { x, t, condition }, inference);
  // The first two are about zero mean and unit deviation.
  const first = [...slice(even, [0, 0], [50, 2]).dataSync()];
  expect(first.reduce((sum, value) => sum + value ** 2, 0) / 100).toBeCloseTo(1, 3);
  expectClose(again.dataSync(), said.dataSync(), { absolute: 1e-2, relative: 1e-3 });
  await leaksNothing(() => foldConditionScale(params, scale, false));
});

test('so does a guided one, which is told nothing in some rows', async () => {
  const network = velocityNetwork({ width: 8, depth: 1 }, 2, 4);
  const params = network.init(createRng(1));
  const condition = add(mul(normal(createRng(2), [6, 3]), tensor([0.2, 3, 1])), tensor([1, -2, 4]));
  const scale = conditionScale(condition);
  const isTold = tensor([1, 0, 1, 1, 0, 1], [6, 1]);
  const flagged = (told: Tensor): Tensor => concat([isTold, mul(isTold, told)], 1);
  const [x, t] = [normal(createRng(3), [6, 2]), uniform(createRng(4), [6, 1])];
  const even = flagged(standardised(condition, scale));
  const said = network.apply(params, { x, t, condition: even }, inference);
  const folded = foldConditionScale(params, scale, true);
  const again = network.apply(folded, { x, t, condition: flagged(condition) }, inference);
  expectClose(again.dataSync(), said.dataSync(), { absolute: 1e-5, relative: 1e-4 });
  await leaksNothing(() => foldConditionScale(params, scale, true));
});

test('guidance moves from what nothing asks for to beyond what is asked for', async () => {
  const config = { width: 8, depth: 1 };
  const [condition, rng] = [tensor([0.5, -1], [2, 1]), createRng(3)];
  const flow = flowSampler({ ...config, guidance: 3 }, 2, 1);
  const params = flow.init(createRng(2));
  // One step of Heun's method, by hand, from a network whose condition is a flag and the condition.
  const network = velocityNetwork(config, 2, 2);
  const at = (x: Tensor, t: number): Tensor => {
    const under = (told: number[]): Tensor =>
      network.apply(params, { x, t: fill([2, 1], t), condition: tensor(told, [2, 2]) }, inference);
    const [asked, free] = [under([1, 0.5, 1, -1]), under([0, 0, 0, 0])];
    return add(mul(asked, 3), mul(free, -2));
  };
  const noise = normal(rng, [2, 2]);
  const start = at(noise, 0);
  const end = at(add(noise, start), 1);
  const expected = add(noise, mul(add(start, end), 0.5));
  const drawn = flow.sample(params, condition, { rng, steps: 1 });
  expectClose(drawn.dataSync(), expected.dataSync(), tolerance);
  await leaksNothing(() => flow.sample(params, condition, { rng, steps: 1 }));
  // In training about a seventh of the rows are told nothing: their condition moves nothing.
  const told = fill([400, 1], 1);
  const slope = inputGradient((at) => flow.loss(params, zeros([400, 2]), at, createRng(5)), told);
  const untold = [...slope.dataSync()].filter((value) => value === 0).length;
  expect(untold).toBeGreaterThan(40);
  expect(untold).toBeLessThan(80);
  // Nothing is asked for: it is the flow without guidance.
  expect(flowSampler({ ...config, guidance: 3 }, 2, 0).isGuided).toBe(false);
  expect(() => flowSampler({ ...config, guidance: 0.5 }, 2, 1)).toThrow(/from 1, got 0.5/);
});

test('gradients match differences, and nothing is left', async () => {
  const flow = flowSampler({ width: 6, depth: 1 }, 2, 1);
  const params = flow.init(createRng(2));
  await gradientsMatchFiniteDifferences(
    (at) => flow.loss(params, at['x'], at['condition'], createRng(3)),
    { x: [3, 2], condition: [3, 1] },
  );
  await gradientsMatchFiniteDifferences(
    (at) => {
      const last = { ...(params['last'] as Params), kernel: at['kernel'] };
      return flow.loss({ ...params, last }, zeros([3, 2]), zeros([3, 1]), createRng(3));
    },
    { kernel: [6, 2] },
  );
  const condition = zeros([4, 1]);
  await leaksNothing(() => flow.sample(params, condition, { rng: createRng(1), steps: 3 }));
  const x = zeros([4, 2]);
  await leaksNothing(() => flow.loss(params, x, condition, createRng(1)));
});

/** Two latents: the first at ±1 as the condition says, the second as large as the first and of either sign. */
test('draws what belongs to the condition, in all its variety', () => {
  const flow = flowSampler({ width: 16, depth: 1 }, 2, 1);
  const optimizer = adamW({ learningRate: 0.02, weightDecay: 0 });
  const step = trainStep(
    (params, { x, condition }: { x: Tensor; condition: Tensor }, rng) => ({
      loss: flow.loss(params, x, condition, rng),
      terms: {},
    }),
    optimizer,
  );
  const rng = createRng(5);
  let state = initialState(flow.init(rng), optimizer, rng);
  const signs = (name: string, rows: number): number[] =>
    Array.from(uniform(fold(rng, name), [rows, 1]).dataSync(), (u) => (u < 0.5 ? -1 : 1));
  for (let i = 0; i < 120; i++) {
    const condition = tensor(signs(`c${i}`, 32), [32, 1]);
    const other = tensor(signs(`o${i}`, 32), [32, 1]);
    const batch = { x: concat([condition, other], 1), condition };
    const next = step(state, batch);
    disposeState(state);
    dispose(next.terms);
    dispose([other, batch.x, condition]);
    state = next.state;
  }
  const asked = [...Array(100).fill(1), ...Array(100).fill(-1)];
  const options = { rng: createRng(9), steps: 10 };
  const drawn = flow.sample(state.params, tensor(asked, [200, 1]), options).dataSync();
  const near = asked.filter((c, i) => Math.abs(drawn[2 * i] - c) < 0.4).length;
  expect(near).toBeGreaterThan(190);
  const positive = asked.filter((_, i) => drawn[2 * i + 1] > 0).length;
  expect(positive).toBeGreaterThan(60);
  expect(positive).toBeLessThan(140);
  // Without noise there is one answer.
  const still = flow.sample(state.params, tensor([1, 1], [2, 1]), { ...options, temperature: 0 });
  const [a, b, c, d] = still.dataSync();
  expect([a, b]).toEqual([c, d]);
});

test('no latents are refused', () => {
  expect(() => flowSampler({ width: 8, depth: 1 }, 0, 0)).toThrow(ConfigError);
});
