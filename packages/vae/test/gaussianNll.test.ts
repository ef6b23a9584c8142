import { grads } from '@tensorflow/tfjs-core';
import { cpu, mul, ShapeError, sum, type Tensor, tensor, useBackend } from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { gaussianNll } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const { inputs, expected, provenance } = golden<
  { shape: number[]; x: number[]; mean: number[]; counts: number[] },
  { gaussianNll: number[]; gaussianNllOfSome: number[]; gradient: number[] }
>(`${__dirname}/golden/flows.json`);
const tolerance = { absolute: 1e-5, relative: 1e-5 };
const x = (): Tensor => tensor(inputs.x, inputs.shape);
const mean = (): Tensor => tensor(inputs.mean, inputs.shape);
const counts = (): Tensor => tensor(inputs.counts, [inputs.shape[0], inputs.shape[1], 1]);

describe(provenance, () => {
  test('gaussianNll', () => {
    expectClose(gaussianNll(x(), mean()).dataSync(), expected.gaussianNll, tolerance);
  });

  test('of what counts alone', () => {
    const nll = gaussianNll(x(), mean(), counts()).dataSync();
    expectClose(nll, expected.gaussianNllOfSome, tolerance);
    expect(nll[2]).toBe(0);
  });

  test('its gradient is the full one, though the variance is a constant to it', () => {
    const [gradient] = grads((at: Tensor) => sum(gaussianNll(x(), at, counts())))([mean()]);
    expectClose(gradient.dataSync(), expected.gradient, tolerance);
  });
});

test('what does not count changes nothing, whatever stands there', () => {
  const [, rows, columns] = inputs.shape;
  const other = inputs.x.map((v, i) => (inputs.counts[Math.floor(i / columns)] === 1 ? v : 9));
  expect(inputs.counts).toHaveLength(inputs.shape[0] * rows);
  const there = gaussianNll(tensor(other, inputs.shape), mean(), counts()).dataSync();
  expect([...there]).toEqual([...gaussianNll(x(), mean(), counts()).dataSync()]);
});

test('a batch in which nothing counts costs nothing, and a perfect guess something finite', () => {
  const nothing = mul(counts(), 0);
  expect([...gaussianNll(x(), mean(), nothing).dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
  const exact = gaussianNll(x(), x(), undefined, { floor: 0.01 }).dataSync()[0];
  expect(exact).toBeCloseTo(4 * Math.log(2 * Math.PI * 0.01), 4);
});

test('gradients match differences, and nothing is left', async () => {
  await gradientsMatchFiniteDifferences(
    (at) => sum(gaussianNll(at['x'], at['mean'])),
    { x: [2, 3], mean: [2, 3] },
    { seed: 3 },
  );
  const [a, b, c] = [x(), mean(), counts()];
  await leaksNothing(() => gaussianNll(a, b, c));
});

test('another shape is refused', () => {
  expect(() => gaussianNll(x(), tensor([1]))).toThrow(ShapeError);
});
