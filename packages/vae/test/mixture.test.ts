import {
  ConfigError,
  cpu,
  createRng,
  DataError,
  fold,
  leaves,
  matMul,
  normal,
  type Params,
  slice,
  type Tensor,
  tensor,
  tile,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import * as fc from 'fast-check';
import {
  fitMixture,
  fitSamplers,
  logDensities,
  type Mixture,
  mixtureSampler,
  multimodalVae,
  type Points,
  type SamplerConfig,
  type SamplerParams,
} from '../src/index.ts';
import { cholesky, invertLower } from '../src/mixture/cholesky.ts';
import { conditionals } from '../src/mixture/conditional.ts';
import { kMeansStart } from '../src/mixture/kMeansStart.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected, provenance } = golden<
  { dims: number; given: number } & Record<'weights' | 'means' | 'factors' | 'points', number[]>,
  Record<
    | 'covariances'
    | 'logDensities'
    | 'shares'
    | 'conditionalMeans'
    | 'conditionalCovariances'
    | 'totalMeans'
    | 'totalCovariances',
    number[]
  >
>(`${__dirname}/golden/mixture.json`);
const { dims, given } = inputs;
const drawn = dims - given;
const row = (values: number[], at: number, size: number): Float64Array =>
  Float64Array.from(values.slice(at * size, (at + 1) * size));
const known: Mixture = {
  dims,
  components: inputs.weights.map((weight, k) => ({
    logWeight: Math.log(weight),
    mean: row(inputs.means, k, dims),
    factor: row(inputs.factors, k, dims * dims),
  })),
};
const points: Points = { values: Float64Array.from(inputs.points), dims };
const rows = inputs.points.length / dims;
const tolerance = { absolute: 1e-8, relative: 1e-8 };

/** matrix·matrixᵀ */
const squared = (matrix: ArrayLike<number>, n: number): number[] =>
  Array.from({ length: n * n }, (_, i) => {
    const [a, b] = [Math.floor(i / n), i % n];
    return Array.from({ length: n }, (_, k) => matrix[a * n + k] * matrix[b * n + k]).reduce(
      (x, y) => x + y,
    );
  });

describe(provenance, () => {
  test('log densities, and factors of covariances', () => {
    expectClose(logDensities(known, points), expected.logDensities, tolerance);
    known.components.forEach(({ factor }, k) => {
      const covariance = row(expected.covariances, k, dims * dims);
      expectClose(cholesky(covariance, dims)!, factor, tolerance);
      const square = (x: ArrayLike<number>) => tensor(Array.from(x), [dims, dims]);
      const one = matMul(square(invertLower(factor, dims)), square(factor));
      expectClose(
        one.dataSync(),
        Array.from({ length: dims ** 2 }, (_, i) => Number(i % (dims + 1) === 0)),
        { absolute: 1e-5, relative: 0 },
      );
    });
  });

  test('what is drawn under what is given: means and covariances of each component', () => {
    const each = conditionals(known, given);
    const means = Array.from({ length: rows }, (_, r) =>
      each.map(({ givenMean, drawnMean, regression }) =>
        Array.from(drawnMean, (mean, i) =>
          Array.from(
            givenMean,
            (at, j) => regression[i * given + j] * (points.values[r * dims + j] - at),
          ).reduce((x, y) => x + y, mean),
        ),
      ),
    );
    expectClose(means.flat(2), expected.conditionalMeans, tolerance);
    const covariances = each.flatMap(({ factor }) => squared(factor, drawn));
    expectClose(covariances, expected.conditionalCovariances, tolerance);
  });

  test('draws have the moments of the mixture under what is given, and of nothing', () => {
    const sampler = mixtureSampler({ kind: 'mixture', components: 3 }, drawn, given);
    const params = sampler.paramsOf(known);
    const many = 3000;
    for (let r = 0; r < rows; r++) {
      const told = tile(tensor([...points.values.slice(r * dims, r * dims + given)], [1, given]), [
        many,
        1,
      ]);
      const { mean, covariance } = moments(sampler.sample(params, told, { rng: createRng(r) }));
      expectClose(mean, row(expected.totalMeans, r, drawn), { absolute: 0.1, relative: 0 });
      const wanted = row(expected.totalCovariances, r, drawn ** 2);
      expectClose(covariance, wanted, { absolute: 0.15, relative: 0.1 });
    }
    const open = mixtureSampler({ kind: 'mixture', components: 3 }, dims, 0);
    const all = moments(open.sample(open.paramsOf(known), many, { rng: createRng(1) }));
    const wanted = Array.from({ length: dims }, (_, d) =>
      inputs.weights.reduce((sum, w, k) => sum + w * inputs.means[k * dims + d], 0),
    );
    expectClose(all.mean, wanted, { absolute: 0.12, relative: 0 });
  });
});

function moments(x: Tensor): { mean: number[]; covariance: number[] } {
  const [count, n] = x.shape as [number, number];
  const values = x.dataSync();
  const mean = Array.from({ length: n }, () => 0);
  values.forEach((v, i) => {
    mean[i % n] += v / count;
  });
  const covariance = new Array(n * n).fill(0);
  for (let r = 0; r < count; r++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        covariance[i * n + j] +=
          ((values[r * n + i] - mean[i]) * (values[r * n + j] - mean[j])) / count;
      }
    }
  }
  return { mean, covariance };
}

/** Points of the known mixture. */
function drawnPoints(count: number, seed: number): Points {
  const open = mixtureSampler({ kind: 'mixture', components: 3 }, dims, 0);
  const x = open.sample(open.paramsOf(known), count, { rng: createRng(seed) });
  return { values: Float64Array.from(x.dataSync()), dims };
}
const average = (values: Float64Array): number => values.reduce((a, b) => a + b) / values.length;

test('a known mixture is found again', async () => {
  const learned = drawnPoints(1500, 4);
  const found = await fitMixture(learned, { components: 3 }, { rng: createRng(2) });
  const fresh = drawnPoints(1500, 5);
  const loss = average(logDensities(known, fresh)) - average(logDensities(found, fresh));
  expect(loss).toBeLessThan(0.02);
  const heaviest = found.components.toSorted((a, b) => b.logWeight - a.logWeight);
  heaviest.forEach(({ logWeight, mean }, k) => {
    expect(Math.exp(logWeight)).toBeCloseTo(inputs.weights[k], 1);
    expectClose(mean, row(inputs.means, k, dims), { absolute: 0.2, relative: 0 });
  });
  // Without correlations it is not as good, and better than one component.
  const told = { rng: createRng(2) };
  const diagonal = await fitMixture(learned, { components: 3, covariance: 'diagonal' }, told);
  const one = await fitMixture(learned, { components: 1 }, told);
  const [a, b, c] = [found, diagonal, one].map((m) => average(logDensities(m, fresh)));
  expect(a).toBeGreaterThan(b);
  expect(a).toBeGreaterThan(c);
  for (const { factor } of diagonal.components) {
    factor.forEach((v, i) => {
      if (i % (dims + 1) !== 0) expect(v).toBe(0);
    });
  }
});

test('no round of EM makes the loss greater, whatever the points', async () => {
  const anyPoints = fc.record({
    values: fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 8,
      maxLength: 60,
    }),
    components: fc.integer({ min: 1, max: 4 }),
    covariance: fc.constantFrom('full' as const, 'diagonal' as const),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(anyPoints, async ({ values, components, covariance, seed }) => {
      const two = {
        values: Float64Array.from(values.slice(0, 2 * Math.floor(values.length / 2))),
        dims: 2,
      };
      const losses: number[] = [];
      const onStep = (_: number, loss: number) => losses.push(loss);
      const told = { rng: createRng(seed), steps: 12, least: 0, onStep };
      const mixture = await fitMixture(two, { components, covariance }, told);
      losses.slice(1).forEach((loss, i) => {
        expect(loss).toBeLessThanOrEqual(losses[i] + 1e-7 * (1 + Math.abs(losses[i])));
      });
      expect(logDensities(mixture, two).every(Number.isFinite)).toBe(true);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('centres are points that lie apart; all the same points are no harm', async () => {
  const two = { values: Float64Array.from([0, 0, 0, 0, 100, 100]), dims: 2 };
  for (let seed = 0; seed < 5; seed++) {
    const centres = kMeansStart(two, 2, createRng(seed));
    expect([...centres].sort()).toEqual([0, 0, 100, 100].sort());
  }
  const same = { values: new Float64Array(12).fill(3), dims: 2 };
  const found = await fitMixture(same, { components: 3 }, { rng: createRng(1) });
  expect(logDensities(found, same).every(Number.isFinite)).toBe(true);
});

test('what cannot be fitted is refused, and fitting stops when told', async () => {
  const rng = createRng(1);
  await expect(fitMixture(points, { components: 6 }, { rng })).rejects.toThrow(ConfigError);
  const broken = { values: Float64Array.from([1, Number.NaN, 2, 3]), dims: 2 };
  await expect(fitMixture(broken, { components: 1 }, { rng })).rejects.toThrow(DataError);
  const signal = AbortSignal.abort('enough');
  await expect(fitMixture(points, { components: 2 }, { rng, signal })).rejects.toBe('enough');
  expect(() => mixtureSampler({ kind: 'mixture', components: 0 }, 2, 0)).toThrow(ConfigError);
});

test('at a temperature of 0 it is the mean of the most probable component', async () => {
  const sampler = mixtureSampler({ kind: 'mixture', components: 3 }, drawn, given);
  const params = sampler.paramsOf(known);
  const told = slice(tensor(inputs.points, [rows, dims]), [0, 0], [rows, given]);
  const still = sampler.sample(params, told, { rng: createRng(1), temperature: 0 }).dataSync();
  for (let r = 0; r < rows; r++) {
    const shares = row(expected.shares, r, 3);
    const most = shares.indexOf(Math.max(...shares));
    const mean = row(expected.conditionalMeans, 3 * r + most, drawn);
    expectClose(still.slice(r * drawn, (r + 1) * drawn), mean, { absolute: 1e-4, relative: 1e-4 });
  }
  await leaksNothing(() => sampler.sample(params, told, { rng: createRng(1) }));
});

test.each<SamplerConfig>([
  { kind: 'mixture', components: 3, covariance: 'full' },
  { kind: 'autoregressive', width: 6, depth: 1, components: 3 },
])(
  'a model whose latents are drawn by $kind: fitted, with params of the shapes that it says',
  async (sampler) => {
    const vae = multimodalVae({ ...tinyConfig, sampler });
    const params = vae.init(createRng(1));
    const batches = [tinyBatch(4)];
    const seen: string[] = [];
    const onStep = (name: string, step: number) => seen.push(`${name} ${step}`);
    const samplers = await fitSamplers(vae, params, batches, { steps: 3, onStep });
    expect(seen).toContain('shared 1');
    const counted = seen.filter((one) => one.startsWith('shared')).length;
    if (sampler.kind === 'autoregressive') expect(counted).toBe(1);
    expect(seen).toContain('video 1');
    const shapes = (some: Params) =>
      Object.fromEntries(leaves(some).map(([path, { shape }]) => [path, shape]));
    for (const [name, one] of Object.entries(vae.samplers)) {
      expect(shapes(samplers[name] as Params)).toEqual(shapes(one.init(createRng(1))));
    }
    const whole = { ...params, samplers };
    const rng = createRng(5);
    const made = await vae.sample(whole, ['image', 'text'], 3, { rng });
    expect(made.image.shape).toEqual([3, 8, 8, 3]);
    const { text } = tinyBatch(2);
    const painted = await vae.translate(whole, 'image', { text }, { rng, samples: 2 });
    expect(painted.data.slice(0, 192)).not.toEqual(painted.data.slice(192, 384));
    await leaksNothing(() => fitSamplers(vae, params, batches, { steps: 2 }));
    await leaksNothing(async () => {
      await vae.sample(whole, ['video'], 2, { rng });
      return [];
    });
    // Shared latents are drawn as the codes lie, not as the prior has them.
    const z = vae.samplers.shared!.sample(samplers['shared'] as SamplerParams, 500, { rng });
    const apart = normal(fold(rng, 'prior'), [500, 3]);
    const wide = (x: Tensor): number => moments(x).covariance.reduce((sum, v) => sum + Math.abs(v));
    expect(wide(z)).not.toBeCloseTo(wide(apart), 2);
  },
  20_000,
);
