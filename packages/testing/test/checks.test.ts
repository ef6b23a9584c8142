import * as tf from '@tensorflow/tfjs-core';
import { cpu } from '@xm/tensor-ops';
import { gradientsMatchFiniteDifferences, leaksNothing } from '../src/index.ts';
import { golden } from '../src/node.ts';

beforeAll(() => cpu().start());

const weighted = ({ a, b }: Record<string, tf.Tensor>): tf.Tensor =>
  tf.sum(tf.tanh(tf.matMul(a, b)), -1);

/** Twice the identity, whose gradient says it is once. */
const wrong = tf.customGrad((x) => ({
  value: tf.mul(x as tf.Tensor, 2),
  gradFunc: (dy: tf.Tensor) => tf.clone(dy),
}));

describe('gradientsMatchFiniteDifferences', () => {
  test('accepts a right gradient, in float32 and in double', async () => {
    await gradientsMatchFiniteDifferences(weighted, { a: [3, 2], b: [2, 4] });
    await gradientsMatchFiniteDifferences(
      ({ x }) => tf.exp(x),
      { x: [5] },
      { double: ({ x }) => x.map(Math.exp) },
    );
  });

  test('refuses a wrong one and says where', async () => {
    const check = gradientsMatchFiniteDifferences(({ x }) => wrong(x), { x: [3] });
    await expect(check).rejects.toThrow(/the gradient of x must match, at \d/);
  });

  test('leaves nothing behind', () =>
    leaksNothing(async () => {
      await gradientsMatchFiniteDifferences(weighted, { a: [2, 2], b: [2, 1] });
      return [];
    }));
});

describe('leaksNothing', () => {
  test('disposes the result, also a promised one', async () => {
    const x = tf.tensor1d([1, 2]);
    await leaksNothing(() => tf.square(x));
    await leaksNothing(async () => ({ y: tf.square(x) }));
  });

  test('counts what is left', async () => {
    const x = tf.tensor1d([1, 2]);
    await expect(leaksNothing(() => tf.add(tf.square(x), 1))).rejects.toThrow('got 1 more');
  });
});

test('golden refuses a file without provenance', () => {
  const path = new URL(`file://${__dirname}/tsconfig.json`);
  expect(() => golden(path)).toThrow('inputs is missing');
});
