import {
  adamW,
  add,
  ConfigError,
  cpu,
  createRng,
  fill,
  fold,
  inference,
  inputGradient,
  mapParams,
  mul,
  normal,
  type Params,
  sub,
  type Tensor,
  tensor,
  useBackend,
  zeros,
  zerosLike,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { restored, spreadOf, standardised } from '../src/flow/spread.ts';
import { flowSampler, straightPath, velocityNetwork } from '../src/index.ts';
import type { SamplerParams } from '../src/model/latentSampler.ts';
import { type Plain, treeOf } from './plainTree.ts';
import { learnSigns } from './signs.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected, provenance } = golden<
  {
    shape: number[];
    noise: number[];
    data: number[];
    t: number[];
    network: { latents: number[]; condition: number[]; params: Plain };
  },
  {
    straightPathX: number[];
    straightPathVelocity: number[];
    lossOfNothing: number;
    velocity: number[];
  }
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

  test('velocityNetwork', () => {
    const { latents, condition, params } = inputs.network;
    const network = velocityNetwork({ width: 5, depth: 2 }, 2, 3);
    const input = {
      x: tensor(latents, [batch, 2]),
      t: tensor(inputs.t, [batch, 1]),
      condition: tensor(condition, [batch, 3]),
    };
    const made = network.apply(treeOf(params), input, inference);
    expectClose(made.dataSync(), expected.velocity, { absolute: 1e-5, relative: 1e-4 });
  });

  test('the loss of a network that says nothing is the mean square of the velocity', () => {
    const flow = flowSampler({ width: 8, depth: 1 }, width, 0);
    const { network, ...spreads } = flow.init(createRng(1));
    const silent = mapParams((leaf) => zerosLike(leaf), network);
    const params: SamplerParams = { ...spreads, network: silent };
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

/** The way itself knows nothing of where latents and conditions lie. */
test('latents and conditions are standardised, and what is drawn lies where the latents do', async () => {
  const flow = flowSampler({ width: 8, depth: 2, guidance: 2 }, 2, 3);
  const params = flow.init(createRng(1));
  const rows = (rng: number, far: number[], centre: number[]): Tensor =>
    add(mul(normal(createRng(rng), [50, far.length]), tensor(far)), tensor(centre));
  const [x, condition] = [rows(2, [0.01, 7], [100, -3]), rows(3, [0.2, 3, 0], [1, -2, 4])];
  const spreads = { latents: spreadOf(x), condition: spreadOf(condition) };
  expectClose(spreads.condition.deviation.dataSync().slice(2), [1e-3]);
  const [evenX, evenCondition] = [
    standardised(x, spreads.latents),
    standardised(condition, spreads.condition),
  ];
  const squares = [...evenX.dataSync()].reduce((sum, value) => sum + value ** 2, 0);
  expect(squares / 100).toBeCloseTo(1, 3);
  const [rng, own] = [createRng(4), { ...params, ...spreads }];
  expectClose(
    flow.loss(own, x, condition, rng).dataSync(),
    flow.loss(params, evenX, evenCondition, rng).dataSync(),
    { absolute: 1e-4, relative: 1e-4 },
  );
  const drawn = flow.sample(own, condition, { rng, steps: 2 });
  const even = flow.sample(params, evenCondition, { rng, steps: 2 });
  expectClose(drawn.dataSync(), restored(even, spreads.latents).dataSync(), {
    absolute: 1e-3,
    relative: 1e-3,
  });
  await leaksNothing(() => ({ ...spreadOf(x) }));
  await leaksNothing(() => restored(even, spreads.latents));
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
      network.apply(
        params.network,
        { x, t: fill([2, 1], t), condition: tensor(told, [2, 2]) },
        inference,
      );
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
      const last = { ...(params.network['last'] as Params), kernel: at['kernel'] };
      const network = { ...params.network, last };
      return flow.loss({ ...params, network }, zeros([3, 2]), zeros([3, 1]), createRng(3));
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
  const params = learnSigns(flow, optimizer, { steps: 120, deviation: 0 });
  const asked = [...Array(100).fill(1), ...Array(100).fill(-1)];
  const options = { rng: createRng(9), steps: 10 };
  const drawn = flow.sample(params, tensor(asked, [200, 1]), options).dataSync();
  const near = asked.filter((c, i) => Math.abs(drawn[2 * i] - c) < 0.4).length;
  expect(near).toBeGreaterThan(190);
  const positive = asked.filter((_, i) => drawn[2 * i + 1] > 0).length;
  expect(positive).toBeGreaterThan(60);
  expect(positive).toBeLessThan(140);
  // Without noise there is one answer.
  const still = flow.sample(params, tensor([1, 1], [2, 1]), { ...options, temperature: 0 });
  const [a, b, c, d] = still.dataSync();
  expect([a, b]).toEqual([c, d]);
});

test('no latents are refused', () => {
  expect(() => flowSampler({ width: 8, depth: 1 }, 0, 0)).toThrow(ConfigError);
});
