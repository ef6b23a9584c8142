import { grads } from '@tensorflow/tfjs-core';
import {
  add,
  avgPool,
  conv2d,
  cpu,
  createRng,
  elu,
  fold,
  layerNormalise,
  leakyRelu,
  linear,
  mean,
  mul,
  normal,
  reshape,
  sigmoid,
  softplus,
  square,
  sum,
  type Tensor,
  tensor,
  tidy,
  transpose,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, leaksNothing } from '@xm/testing';
import { wasm } from '../src/index.ts';

// Other programs may take the processor meanwhile.
jest.setTimeout(30_000);

type Op = (...inputs: Tensor[]) => Tensor;

const convolution =
  (strides: number, pad: 'same' | 'valid'): Op =>
  (x, kernel) =>
    conv2d(x as never, kernel as never, strides, pad);

/** What critics are made of, with the shapes of its inputs. */
const cases: Record<string, [op: Op, ...shapes: number[][]]> = {
  'conv2d, stride 1, few channels': [convolution(1, 'same'), [2, 5, 5, 2], [3, 3, 2, 3]],
  'conv2d, stride 1, by Winograd': [convolution(1, 'same'), [1, 8, 8, 16], [3, 3, 16, 16]],
  'conv2d, stride 2': [convolution(2, 'same'), [2, 8, 8, 4], [3, 3, 4, 8]],
  'conv2d, stride 2, odd side': [convolution(2, 'same'), [1, 7, 7, 4], [3, 3, 4, 4]],
  'conv2d, squares': [convolution(2, 'valid'), [2, 6, 6, 3], [2, 2, 3, 4]],
  linear: [(x, w, b) => linear(x, w, b), [5, 7], [7, 3], [3]],
  'linear, ReLU': [(x, w, b) => linear(x, w, b, 'relu'), [5, 7], [7, 3], [3]],
  leakyRelu: [(x) => leakyRelu(x, 0.2), [3, 4, 4, 5]],
  elu: [elu, [3, 7]],
  softplus: [softplus, [3, 7]],
  sigmoid: [sigmoid, [3, 7]],
  'layer norm': [(x, g, b) => layerNormalise(x, g, b), [2, 3, 8], [8], [8]],
  avgPool: [(x) => avgPool(x as never, 2, 2, 'valid'), [2, 4, 4, 3]],
  'cut into squares': [
    (x) => transpose(reshape(x, [2, 2, 2, 2, 2, 3]), [0, 1, 3, 2, 4, 5]),
    [2, 4, 4, 3],
  ],
  mean: [(x) => mean(x, [1, 2]), [2, 4, 4, 3]],
};

/** Gradients of Σ|gradients|², where the function bends, so that every second derivative counts. */
function penaltyGradients(op: Op, inputs: Tensor[]): Tensor[] {
  const bent: Op = (...x) => tidy(() => sum(mul(square(add(op(...x), 1)), 0.5)));
  return grads((...x: Tensor[]) =>
    grads(bent)(x).reduce((total, dx) => add(total, mean(square(dx))), tensor(0)),
  )(inputs);
}

const inputsOf = (shapes: number[][]): Tensor[] =>
  shapes.map((shape, i) => normal(fold(createRng(3), i), shape, 0, 0.5));

async function run(op: Op, shapes: number[][]): Promise<ArrayLike<number>[]> {
  const gradients = penaltyGradients(op, inputsOf(shapes));
  return Promise.all(gradients.map((gradient) => gradient.data()));
}

test.each(Object.entries(cases))('%s: as on the reference', async (_, [op, ...shapes]) => {
  await useBackend([cpu()]);
  const expected = await run(op, shapes);
  await useBackend([wasm({ threads: 2 })]);
  const actual = await run(op, shapes);
  expect(actual).toHaveLength(shapes.length);
  actual.forEach((gradient, i) => {
    const largest = Math.max(...Array.from(expected[i], Math.abs));
    expect(largest).toBeGreaterThan(0);
    expectClose(gradient, expected[i], { absolute: 1e-4 * largest, relative: 1e-3 });
  });
});

test('nothing is left', async () => {
  await useBackend([wasm({ threads: 2 })]);
  const [op, ...shapes] = cases['conv2d, stride 2'];
  await leaksNothing(() => tidy(() => penaltyGradients(op, inputsOf(shapes))));
});
