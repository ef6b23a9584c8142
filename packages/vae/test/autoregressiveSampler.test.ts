import {
  adamW,
  ConfigError,
  cpu,
  createRng,
  mul,
  normal,
  type Params,
  type Tensor,
  tensor,
  useBackend,
  warmUpCosine,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { logDensity } from '../src/autoregressive/autoregressiveSampler.ts';
import { spreadOf, standardised } from '../src/flow/spread.ts';
import { autoregressiveSampler, conditionalMixtures } from '../src/index.ts';
import { type Plain, treeOf } from './plainTree.ts';
import { learnSigns } from './signs.ts';

beforeAll(() => useBackend([cpu()]));

const kind = 'autoregressive';
const small = { kind, width: 6, depth: 1, components: 2 } as const;

const { inputs, expected, provenance } = golden<
  {
    sizes: { latents: number; condition: number; rows: number };
    config: { width: number; depth: number; components: number };
    x: number[];
    condition: number[];
    params: Plain;
  },
  { logDensities: number[]; loss: number[] }
>(`${__dirname}/golden/autoregressive.json`);

test(provenance, () => {
  const { latents, condition, rows } = inputs.sizes;
  const x = tensor(inputs.x, [rows, latents]);
  const told = tensor(inputs.condition, [rows, condition]);
  const close = { absolute: 1e-4, relative: 1e-4 };
  const network = conditionalMixtures(inputs.config, latents, condition);
  const params = treeOf(inputs.params);
  expectClose(
    logDensity(x, network.apply(params, x, told)).dataSync(),
    expected.logDensities,
    close,
  );
  const sampler = autoregressiveSampler({ kind, ...inputs.config }, latents, condition);
  const all = { ...sampler.init(createRng(1)), network: params };
  expectClose(sampler.loss(all, x, told, createRng(1)).dataSync(), expected.loss, close);
});

test('a latent is told the condition and those before it alone', () => {
  const network = conditionalMixtures({ width: 6, depth: 1, components: 2 }, 3, 1);
  const params = network.init(createRng(1));
  const meansAt = (x: number[], condition: number): string[] => {
    const { mean } = network.apply(params, tensor(x, [1, 3]), tensor([condition], [1, 1]));
    const all = [...mean.dataSync()];
    return [0, 1, 2].map((i) => `${all.slice(2 * i, 2 * i + 2)}`);
  };
  const base = meansAt([0.1, 0.2, 0.3], 1);
  const changed = (...all: Parameters<typeof meansAt>): boolean[] =>
    meansAt(...all).map((one, i) => one !== base[i]);
  expect(changed([0.1, 0.2, 0.3], 2)).toEqual([true, true, true]);
  expect(changed([9, 0.2, 0.3], 1)).toEqual([false, true, true]);
  expect(changed([0.1, 9, 0.3], 1)).toEqual([false, false, true]);
  expect(changed([0.1, 0.2, 9], 1)).toEqual([false, false, false]);
});

/** Two latents whose mixtures are known, since all kernels are zero. */
test('draws components by their shares, and within them by their deviations', async () => {
  const sampler = autoregressiveSampler(small, 2, 0);
  const { network, latents } = sampler.init(createRng(1));
  const silent = (part: string): Params => ({
    ...(network[part] as Params),
    kernel: mul(0, (network[part] as Record<string, Tensor>)['kernel']),
  });
  // The logs of shares, means, and logs of deviations: a quarter at −3 ± 0.1, the rest at 2 ± 0.5; and all at 1 ± 0.2.
  const [a, b, c, d] = [Math.log(0.25), Math.log(0.75), Math.log(0.1), Math.log(0.5)];
  const bias = tensor([a, b, -3, 2, c, d, 0, -50, 1, 0, Math.log(0.2), 0], [2, 1, 6]);
  const params = {
    latents,
    network: { ...network, layer0: silent('layer0'), last: { ...silent('last'), bias } },
  };
  const rows = 1500;
  const [first, second] = columnsOf(sampler.sample(params, rows, { rng: createRng(3) }), 2);
  const low = first.filter((x) => x < -1.5);
  const high = first.filter((x) => x >= -1.5);
  expect(low.length / rows).toBeCloseTo(0.25, 1);
  for (const [column, mean, deviation] of [
    [low, -3, 0.1],
    [high, 2, 0.5],
    [second, 1, 0.2],
  ] as const) {
    expect(Math.abs(meanOf(column) - mean)).toBeLessThan(0.1 * deviation);
    expect(deviationOf(column) / deviation).toBeCloseTo(1, 1);
  }
  // Both latents are drawn on their own.
  const after = second.filter((_, i) => first[i] < -1.5);
  expect(Math.abs(meanOf(after) - 1)).toBeLessThan(0.03);
  // Without noise: the mean of the most probable component.
  const still = sampler.sample(params, 2, { rng: createRng(1), temperature: 0 });
  expectClose(still.dataSync(), [2, 1, 2, 1]);
  // At half the temperature, asked for or set for good, deviations are half as large, and shares are to the power of two.
  const calm = sampler.sample(params, rows, { rng: createRng(3), temperature: 0.5 });
  const [near, nearSecond] = columnsOf(calm, 2);
  expect(deviationOf(nearSecond) / 0.1).toBeCloseTo(1, 1);
  expect(near.filter((x) => x < -1.5).length / rows).toBeCloseTo(0.1, 1);
  const set = autoregressiveSampler({ ...small, temperature: 0.5 }, 2, 0);
  expectClose(set.sample(params, rows, { rng: createRng(3) }).dataSync(), calm.dataSync());
  await leaksNothing(() => sampler.sample(params, 3, { rng: createRng(1) }));
});

test('latents and conditions are standardised, and what is drawn lies where the latents do', () => {
  const sampler = autoregressiveSampler(small, 2, 1);
  const params = sampler.init(createRng(1));
  const far = (rng: number, by: number[], from: number[]): Tensor => {
    const at = normal(createRng(rng), [40, by.length]).dataSync();
    return tensor(
      Array.from(at, (x, i) => x * by[i % by.length] + from[i % by.length]),
      [40, by.length],
    );
  };
  const [x, condition] = [far(2, [0.01, 7], [100, -3]), far(3, [2], [5])];
  const own = { ...params, latents: spreadOf(x), condition: spreadOf(condition) };
  const even = standardised(condition, own.condition);
  expectClose(
    sampler.loss(own, x, condition, createRng(1)).dataSync(),
    sampler.loss(params, standardised(x, own.latents), even, createRng(1)).dataSync(),
    { absolute: 1e-3, relative: 1e-3 },
  );
  const drawn = sampler.sample(own, condition, { rng: createRng(4) });
  const unit = sampler.sample(params, even, { rng: createRng(4) });
  expectClose(standardised(drawn, own.latents).dataSync(), unit.dataSync(), {
    absolute: 1e-2,
    relative: 1e-3,
  });
});

test('gradients match differences, and nothing is left', async () => {
  const sampler = autoregressiveSampler(small, 2, 1);
  const params = sampler.init(createRng(2));
  await gradientsMatchFiniteDifferences(
    (at) => sampler.loss(params, at['x'], at['condition'], createRng(3)),
    { x: [3, 2], condition: [3, 1] },
  );
  const [x, condition] = [normal(createRng(5), [3, 2]), normal(createRng(6), [3, 1])];
  for (const [part, leaf, shape] of [
    ['first', 'before', [2, 32, 6]],
    ['first', 'condition', [1, 12]],
    ['layer0', 'kernel', [2, 6, 12]],
    ['last', 'kernel', [2, 6, 6]],
  ] as const) {
    await gradientsMatchFiniteDifferences(
      (at) => {
        const changed = { ...(params.network[part] as Params), ...at };
        const network = { ...params.network, [part]: changed };
        return sampler.loss({ ...params, network }, x, condition, createRng(3));
      },
      { [leaf]: [...shape] },
      { range: [-0.3, 0.3] },
    );
  }
  await leaksNothing(() => sampler.sample(params, condition, { rng: createRng(1) }));
  await leaksNothing(() => sampler.loss(params, x, condition, createRng(1)));
});

/** The first latent at ±1 as the condition says, the second as large as the first and of either sign, both to a twentieth. */
test('learns what is narrow and has branches', () => {
  const sampler = autoregressiveSampler({ kind, width: 16, depth: 1, components: 4 }, 2, 1);
  const schedule = warmUpCosine({ peak: 0.03, warmUp: 10, steps: 200 });
  const optimizer = adamW({ learningRate: schedule, weightDecay: 0 });
  const params = learnSigns(sampler, optimizer, { steps: 200, deviation: 0.05 });
  const asked = [...Array(100).fill(1), ...Array(100).fill(-1)];
  const [first, second] = columnsOf(
    sampler.sample(params, tensor(asked, [200, 1]), { rng: createRng(9) }),
    2,
  );
  const near = asked.filter(
    (c, i) => Math.abs(first[i] - c) < 0.2 && Math.abs(Math.abs(second[i]) - 1) < 0.2,
  );
  expect(near.length).toBeGreaterThan(190);
  const positive = second.filter((x) => x > 0).length;
  expect(positive).toBeGreaterThan(60);
  expect(positive).toBeLessThan(140);
});

test.each([
  ['latents', 0, small],
  ['components', 2, { ...small, components: 0 }],
  ['width', 2, { ...small, width: 0.5 }],
  ['depth', 2, { ...small, depth: 0 }],
])('%s must be a whole number from 1', (name, latents, config) => {
  const build = () => autoregressiveSampler(config, latents, 0);
  expect(build).toThrow(ConfigError);
  expect(build).toThrow(name);
});

test.each([-0.1, 1.1, NaN])('a temperature must be from 0 to 1', (temperature) => {
  expect(() => autoregressiveSampler({ ...small, temperature }, 2, 0)).toThrow(
    'temperature must be a number from 0 to 1',
  );
});

test('its config builds it again, and says all that is set', () => {
  const { config } = autoregressiveSampler({ kind, width: 6, depth: 1 }, 2, 0);
  expect(config).toEqual({ kind, width: 6, depth: 1, components: 12, temperature: 1 });
  const again = autoregressiveSampler(config as never, 2, 0);
  const rows = again.sample(again.init(createRng(1)), 4, { rng: createRng(2) });
  expect(rows.shape).toEqual([4, 2]);
});

const columnsOf = (x: Tensor, count: number): number[][] => {
  const all = [...x.dataSync()];
  return Array.from({ length: count }, (_, i) => all.filter((_, at) => at % count === i));
};
const meanOf = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length;
const deviationOf = (all: readonly number[]): number =>
  Math.sqrt(meanOf(all.map((x) => (x - meanOf(all)) ** 2)));
