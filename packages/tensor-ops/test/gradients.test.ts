import { grad, grads } from '@tensorflow/tfjs-core';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import {
  add,
  avgPool,
  conv2d,
  conv2dLayer,
  cpu,
  dense,
  elu,
  exp,
  gelu,
  inference,
  inputGradient,
  layerNorm,
  leakyRelu,
  linear,
  logSoftmax,
  matMul,
  maximum,
  minimum,
  mul,
  normalise,
  registerGradients,
  relu,
  sigmoid,
  silu,
  softmax,
  splitTensor,
  square,
  standardize,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  useBackend,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const flat = (x: Tensor) => [...x.dataSync()];

test('stopGradient: nothing flows in, the rest is intact', async () => {
  const x = tensor([2, 3]);
  const f = (t: Tensor) => sum(mul(square(t), stopGradient(exp(t))));
  expectClose(flat(grad(f)(x)), [4 * Math.exp(2), 6 * Math.exp(3)]);
  expect(flat(grad((t: Tensor) => sum(stopGradient(square(t))))(x))).toEqual([0, 0]);
  expect(flat(stopGradient(x))).toEqual([2, 3]);
  await leaksNothing(() => stopGradient(x));
});

test('a split into one part passes the gradient on, as any other', () =>
  gradientsMatchFiniteDifferences(({ x }) => mul(square(splitTensor(x, 1, 1)[0]), 2), {
    x: [2, 3],
  }));

describe('maximum and minimum', () => {
  test.each([
    { a: [3, 4], b: [4] },
    { a: [1], b: [2, 3] },
    { a: [2, 1, 3], b: [4, 1] },
    { a: [], b: [5] },
  ])('gradients of $a against $b have the shapes of the operands', async (shapes) => {
    // Far from ties: one is at least 0.2 above the other, above and below in turn.
    const size = shapes.a.reduce((n, side) => n * side, 1);
    const turns = tensor(
      Float32Array.from({ length: size }, (_, i) => (i % 2) * 2 - 1),
      shapes.a,
    );
    for (const f of [maximum, minimum]) {
      await gradientsMatchFiniteDifferences(
        ({ a, b }) => f(add(mul(a, 0.4), turns), mul(b, 0.4)),
        shapes,
      );
    }
  });

  test('on a tie both sides receive the gradient', () => {
    const [da, db] = grads((a: Tensor, b: Tensor) => sum(maximum(a, b)))([
      tensor([1]),
      tensor([1]),
    ]);
    expect([flat(da), flat(db)]).toEqual([[1], [1]]);
  });
});

/** First derivative of Σ f at x, as a function that can be differentiated again. */
const slope = (f: (x: Tensor) => Tensor) => grad((x: Tensor) => sum(f(x)));

describe('second derivatives', () => {
  const x = [0.5, -1.5, 2];

  test('pass the masks of leakyRelu, maximum and minimum', () => {
    const cases: [(t: Tensor) => Tensor, number[]][] = [
      [(t) => square(leakyRelu(t, 0.2)), x.map((v) => (v > 0 ? 2 : 2 * 0.04))],
      [(t) => square(maximum(t, 0)), x.map((v) => (v > 0 ? 2 : 0))],
      [(t) => square(minimum(t, 1)), x.map((v) => (v < 1 ? 2 : 0))],
    ];
    for (const [f, want] of cases) expectClose(flat(slope(slope(f))(tensor(x))), want);
  });

  test.each<[string, (t: Tensor) => Tensor]>([
    ['exp', exp],
    ['tanh', tanh],
    ['sigmoid', sigmoid],
    ['softmax', (t) => softmax(t)],
    ['gelu', gelu],
    ['silu', silu],
    ['logSoftmax', logSoftmax],
    ['standardize', (t) => standardize(t, 0.1)],
    ['normalise', (t) => normalise(t)],
  ])('%s', (_, f) => {
    const weights = tensor([0.3, -1.2, 0.7]);
    return gradientsMatchFiniteDifferences(
      ({ t }) => grad((u: Tensor) => sum(mul(add(square(f(u)), f(u)), weights)))(t),
      { t: [3] },
      { tolerance: { absolute: 5e-3, relative: 5e-3 } },
    );
  });
});

test('inputGradient is the gradient of the sum, differentiable again', async () => {
  const x = tensor([1, -2, 3]);
  const cube = (t: Tensor) => mul(t, square(t));
  expectClose(flat(inputGradient(cube, x)), [3, 12, 27]);
  expectClose(flat(inputGradient((t) => inputGradient(cube, t), x)), [6, -12, 18]);
  await leaksNothing(() => inputGradient(cube, x));
});

test.each(['linear', 'relu'] as const)(
  'linear with %s: its twin, up to the second order',
  async (activation) => {
    const after = (y: Tensor) => (activation === 'relu' ? relu(y) : y);
    const x = tensor([1, -2, 0.5, 3, 1, -1], [2, 3]);
    const bias = tensor([0.1, -0.2]);
    const twin = (x: Tensor, w: Tensor) => after(add(matMul(x as never, w as never), bias));
    const f = (x: Tensor, w: Tensor) => linear(x, w, bias, activation);
    const w = tensor([0.3, -0.7, 1.1, 0.4, -0.9, 0.6], [3, 2]);
    expectClose(flat(f(x, w)), flat(twin(x, w)));
    for (const penalty of [
      ({ x, w }: Record<string, Tensor>) => sum(square(f(x, w))),
      ({ x, w }: Record<string, Tensor>) =>
        sum(square(grad((t: Tensor) => sum(square(f(t, w))))(x))),
    ]) {
      await gradientsMatchFiniteDifferences(
        penalty as never,
        { x: [2, 3], w: [3, 2] },
        { seed: 4, tolerance: { absolute: 2e-2, relative: 2e-2 } },
      );
    }
  },
);

describe('second derivatives of convolutions and pools', () => {
  const convolution =
    (strides: number, pad: 'same' | 'valid') =>
    ({ x, w }: Record<string, Tensor>) =>
      conv2d(x as never, w as never, strides, pad);
  test.each<[string, (at: Record<string, Tensor>) => Tensor, Record<string, number[]>]>([
    ['conv2d, stride 1', convolution(1, 'same'), { x: [1, 3, 3, 1], w: [3, 3, 1, 2] }],
    ['conv2d, stride 2', convolution(2, 'same'), { x: [1, 4, 4, 1], w: [3, 3, 1, 2] }],
    ['conv2d, squares', convolution(2, 'valid'), { x: [1, 4, 4, 2], w: [2, 2, 2, 1] }],
    ['avgPool', ({ x }) => avgPool(x as never, 2, 2, 'valid'), { x: [1, 4, 4, 2] }],
    ['elu, where it bends', ({ x }) => elu(sub(x, 0.7)), { x: [3, 4] }],
  ])('%s', (_, f, shapes) => {
    const names = Object.keys(shapes);
    const named = (xs: Tensor[]) => Object.fromEntries(names.map((name, i) => [name, xs[i]]));
    const value = (...xs: Tensor[]) => sum(mul(square(add(f(named(xs)), 1)), 0.5));
    return gradientsMatchFiniteDifferences(
      (at) =>
        grads(value)(names.map((name) => at[name]))
          .map((dx) => sum(square(dx)))
          .reduce((a, b) => add(a, b)),
      shapes,
      { seed: 3, range: [-0.6, 0.6], tolerance: { absolute: 1e-2, relative: 1e-2 } },
    );
  });
});

test('registering again is harmless', async () => {
  await registerGradients();
  expect(flat(slope(square)(tensor([3])))).toEqual([6]);
});

test('a gradient penalty through dense, conv2d and layerNorm is differentiable', async () => {
  const [conv, norm, out] = [conv2dLayer(1, 2, { size: 3 }), layerNorm(2), dense(2, 1)];
  const [gain, bias] = [tensor([1, 0.5]), tensor([0.1, 0])];
  const critic = (x: Tensor, kernel: Tensor, w: Tensor) => {
    const seen = leakyRelu(
      norm.apply({ gain, bias }, conv.apply({ kernel }, x, inference), inference),
    );
    return sum(out.apply({ kernel: w }, seen, inference));
  };
  const x = tensor([1, -2, 0.5, 3, 1, -1, 2, 0.3, -0.7], [1, 3, 3, 1]);
  await gradientsMatchFiniteDifferences(
    ({ kernel, w }) => sum(square(grad((t: Tensor) => critic(t, kernel, w))(x))),
    { kernel: [3, 3, 1, 2], w: [2, 1] },
    { seed: 2, tolerance: { absolute: 2e-2, relative: 2e-2 } },
  );
});
