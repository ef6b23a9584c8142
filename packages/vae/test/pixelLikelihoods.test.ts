import { grads } from '@tensorflow/tfjs-core';
import {
  ConfigError,
  cpu,
  createRng,
  inference,
  mul,
  normal,
  type Params,
  type Rng,
  ShapeError,
  slice,
  sum,
  type Tensor,
  tensor,
  tile,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  bernoulliNll,
  correlatedNll,
  gaussianNll,
  imageChannel,
  laplaceNll,
  logisticsMean,
  logisticsNll,
  measureScales,
  multimodalVae,
  type PixelLikelihoodConfig,
  type ScaleValue,
  videoChannel,
} from '../src/index.ts';
import { tinyBatch, tinyConfig } from './tinyVae.ts';

beforeAll(() => useBackend([cpu()]));

type Given = 'x' | 'mean' | 'logits' | 'bits' | 'counts' | 'made';
const { inputs, expected, provenance } = golden<
  { shape: number[]; components: number; scale: number; covariance: number[] } & Record<
    Given,
    number[]
  >,
  Record<string, number[]>
>(`${__dirname}/golden/pixels.json`);
const { shape, components, scale } = inputs;
const [batch, pixels, colours] = shape;
const given = (name: Given, of = shape): Tensor => tensor(inputs[name], of);
const counts = (): Tensor => given('counts', [batch, pixels, 1]);
const made = (): Tensor => given('made', [batch, pixels, components * (1 + 2 * colours)]);
const close = (actual: Tensor, name: string): void =>
  expectClose(actual.dataSync(), expected[name], { absolute: 1e-4, relative: 2e-5 });

describe(provenance, () => {
  test('normal, at a scale that is given', () => {
    close(gaussianNll(given('x'), given('mean'), undefined, { scale }), 'gaussianNll');
    close(gaussianNll(given('x'), given('mean'), counts(), { scale }), 'gaussianNllOfSome');
  });

  test('Laplace, at its best scale and at one that is given', () => {
    close(laplaceNll(given('x'), given('mean')), 'laplaceNll');
    close(laplaceNll(given('x'), given('mean'), counts()), 'laplaceNllOfSome');
    close(laplaceNll(given('x'), given('mean'), undefined, { scale }), 'laplaceNllAtScale');
    const [gradient] = grads((at: Tensor) => sum(laplaceNll(given('x'), at)))([given('mean')]);
    close(gradient, 'laplaceGradient');
  });

  test('normal with colours that go together, at its best covariance and at one that is given', () => {
    const covariance = [0, 3, 6].map((at) => inputs.covariance.slice(at, at + 3));
    close(correlatedNll(given('x'), given('mean'), { floor: 0 }), 'correlatedNll');
    close(correlatedNll(given('x'), given('mean'), { covariance }), 'correlatedNllAtScale');
    const of = (at: Tensor): Tensor => sum(correlatedNll(given('x'), at, { floor: 0 }));
    close(grads(of)([given('mean')])[0], 'correlatedGradient');
  });

  test('Bernoulli, and the cross entropy of what lies between', () => {
    close(bernoulliNll(given('bits'), given('logits')), 'bernoulliNll');
    close(bernoulliNll(given('x'), given('logits')), 'crossEntropy');
  });

  test('a mixture of logistics, 0 and 255 among its bytes', () => {
    expect(inputs.x).toEqual(expect.arrayContaining([0, 1]));
    close(logisticsNll(given('x'), made()), 'logisticsNll');
    const [gradient] = grads((at: Tensor) => sum(logisticsNll(given('x'), at)))([made()]);
    close(gradient, 'logisticsGradient');
    close(logisticsMean(made(), colours), 'logisticsMean');
  });
});

test('the probabilities of all bytes sum to 1, wherever the components lie, and none is 0', () => {
  const bytes = tensor(
    Array.from({ length: 256 }, (_, i) => i / 255),
    [256, 1, 1],
  );
  for (const [mean, logScale] of [
    [0.5, 0],
    [-3, 1],
    [1, -3],
    [0.3, -9],
    [40, 9],
  ]) {
    const parts = [0.3, -0.4, mean, 0.6, logScale, -2];
    const each = tensor(Array.from({ length: 256 }, () => parts).flat(), [256, 1, 6]);
    const nll = [...logisticsNll(bytes, each).dataSync()];
    expect(nll.every((value) => Number.isFinite(value) && value > -1e-6)).toBe(true);
    const total = nll.reduce((all, value) => all + Math.exp(-value), 0);
    expect(total).toBeCloseTo(1, 3);
  }
});

test('a byte that no component comes near costs much, and has a gradient', () => {
  const black = tensor([0.2], [1, 1, 1]);
  const far = tensor([0, 5, -8], [1, 1, 3]);
  expect(logisticsNll(black, far).dataSync()[0]).toBeGreaterThan(1000);
  const [gradient] = grads((at: Tensor) => sum(logisticsNll(black, at)))([far]);
  expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  expect(Math.abs(gradient.dataSync()[1])).toBeGreaterThan(100);
});

test('gradients match differences, and nothing is left', async () => {
  const few = [2, 2, colours];
  const some = () => slice(given('x'), [0, 0, 0], few);
  await gradientsMatchFiniteDifferences((at) => logisticsNll(some(), at['made']), {
    made: [2, 2, components * (1 + 2 * colours)],
  });
  await gradientsMatchFiniteDifferences((at) => bernoulliNll(some(), at['logits']), {
    logits: few,
  });
  // Away from the edge of |x − mean|.
  await gradientsMatchFiniteDifferences(
    (at) => sum(laplaceNll(mul(some(), 0), at['mean'])),
    { mean: few },
    { range: [0.5, 1] },
  );
  await gradientsMatchFiniteDifferences((at) => sum(correlatedNll(given('x'), at['mean'])), {
    mean: shape,
  });
  const [x, mean, numbers] = [given('x'), given('mean'), made()];
  await leaksNothing(() => laplaceNll(x, mean));
  await leaksNothing(() => correlatedNll(x, mean));
  await leaksNothing(() => bernoulliNll(x, mean));
  await leaksNothing(() => [logisticsNll(x, numbers), logisticsMean(numbers, colours)]);
});

test('other shapes are refused', () => {
  expect(() => laplaceNll(given('x'), tensor([1]))).toThrow(ShapeError);
  expect(() => bernoulliNll(given('x'), tensor([1]))).toThrow(ShapeError);
  expect(() => logisticsNll(given('x'), given('mean'))).toThrow(ShapeError);
});

const image = tinyConfig.channels.image!;
const kinds: PixelLikelihoodConfig[] = [
  { likelihood: 'normal' },
  { likelihood: 'correlated' },
  { likelihood: 'laplace' },
  { likelihood: 'bernoulli' },
  { likelihood: 'logistics', components: 2 },
];

describe.each(kinds)('a picture by %j', (kind) => {
  const { sampler: _, ...config } = tinyConfig;
  const vae = multimodalVae({ ...config, channels: { image: { ...image, ...kind } } });
  const { image: input } = { image: () => tinyBatch(3).image };

  test('is surprising, made and written as pixels; a guide sees pixels', async () => {
    const params = vae.init(createRng(1));
    const channel = vae.channels.image!;
    const own = (params['image'] as Params)['channel'] as Params;
    const code = tensor(
      Array.from({ length: 15 }, (_, i) => Math.sin(i)),
      [3, 5],
    );
    const what = channel.make(own, code, input(), inference);
    const nll = [...channel.negativeLogLikelihood(what, input()).dataSync()];
    expect(new Set(nll.filter(Number.isFinite)).size).toBe(3);
    const { data, shape: of } = await channel.write(own, code, {
      temperature: 0,
      rng: createRng(1),
    });
    expect(of).toEqual([3, 8, 8, 3]);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...data)).toBeLessThanOrEqual(1);
    const seen: (readonly number[])[] = [];
    const guide = (picture: Tensor) => {
      seen.push(picture.shape);
      return sum(mul(picture, 0.1), [1, 2, 3]);
    };
    const guided = vae.objective({ guides: { image: guide } });
    const { loss } = guided(params, { image: input() }, createRng(5));
    const { loss: plain } = vae.objective()(params, { image: input() }, createRng(5));
    expect(seen).toEqual([[3, 8, 8, 3]]);
    expect(Math.abs(loss.dataSync()[0] - plain.dataSync()[0])).toBeGreaterThan(1e-3);
    await leaksNothing(async () => {
      await channel.write(own, code, { temperature: 0, rng: createRng(1) });
      return [];
    });
  });

  test('is scored; at a scale that was measured, where it has one', async () => {
    const params = vae.init(createRng(1));
    const rng = createRng(2);
    const batch = { image: input() };
    const hasScale = vae.channels.image!.scale !== undefined;
    const scales = hasScale ? await measureScales(vae, params, [batch], { rng }) : {};
    const scored = await vae.logLikelihood(params, batch, { samples: 4, rng, scales });
    expect(scored.every(Number.isFinite)).toBe(true);
    if (!hasScale) return;
    for (const factor of [0.7, 1.4]) {
      const other = { image: times(scales.image!, factor) };
      const worse = await vae.logLikelihood(params, batch, { samples: 4, rng, scales: other });
      expect(sumOf(worse)).toBeLessThan(sumOf(scored));
    }
  });
});

test('of grey pictures, painted grey, colours that go together have a scale, too', () => {
  const channel = imageChannel({ ...image, likelihood: 'correlated' }, 3);
  const grey = (rng: Rng): Tensor => tile(normal(rng, [3, 8, 8, 1], 0, 0.1), [1, 1, 1, 3]);
  const [input, made] = [grey(createRng(1)), grey(createRng(2))];
  const { total, count } = channel.scale!.distances(made, input);
  const mean = [...total.dataSync()].map((value) => value / count.dataSync()[0]);
  const scale = channel.scale!.of(mean);
  const [best, at] = [undefined, scale].map((one) =>
    channel.negativeLogLikelihood(made, input, one).dataSync(),
  );
  expectClose(at, best, { absolute: 1e-2, relative: 1e-4 });
  // Colours of which two are known to a byte or so are worth no more than that.
  const bits = 64 * 2 * Math.log(0.01);
  expect(Math.min(...best)).toBeGreaterThan(bits);
});

/** σ, b or Σ for deviations that are so many times as large. */
const times = (scale: ScaleValue, factor: number): ScaleValue =>
  typeof scale === 'number'
    ? scale * factor
    : scale.map((row) => row.map((value) => value * factor ** 2));

const sumOf = (values: Float64Array): number => values.reduce((a, b) => a + b);

test('what a likelihood does not have is refused', () => {
  const build = (kind: PixelLikelihoodConfig) => () => imageChannel({ ...image, ...kind }, 3);
  expect(build({ likelihood: 'bernoulli', scale: 1 })).toThrow(ConfigError);
  expect(build({ likelihood: 'normal', components: 2 })).toThrow(
    /belong to the likelihood 'logistics'/,
  );
  const video = tinyConfig.channels.video!;
  expect(() => videoChannel({ ...video, likelihood: 'logistics' }, 3)).toThrow(/three colours/);
  const made = videoChannel({ ...video, likelihood: 'correlated' }, 3);
  // Rounding to bytes adds to each colour's variance.
  const [first, second] = made.scale!.of([1, 2, 3, 4, 5, 6, 7, 8, 9]) as number[][];
  expect(first).toEqual([1.0001, 2, 3]);
  expect(second).toEqual([4, 5.0001, 6]);
  expect(build({ scale: 0 })).toThrow(/must be a number above 0, got 0/);
  expect(build({ scale: [[1]] })).toThrow(/must be a number above 0, got 1/);
  expect(build({ likelihood: 'logistics', scale: [[1]] })).toThrow(/belongs to normal, correl/);
  expect(() => correlatedNll(given('x'), given('mean'), { covariance: [[1]] })).toThrow(ShapeError);
});
