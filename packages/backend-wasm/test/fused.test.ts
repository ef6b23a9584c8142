import { grads, logSumExp } from '@tensorflow/tfjs-core';
import {
  adamWStep,
  add,
  concat,
  cpu,
  erf,
  exp,
  gelu,
  layerNormalise,
  logSoftmax,
  matMul,
  mul,
  orthogonalise,
  reshape,
  selfAttention,
  slice,
  softmax,
  square,
  standardize,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, leaksNothing, type Tolerance } from '@xm/testing';
import { wasm } from '../src/index.ts';

beforeAll(() => useBackend([wasm({ threads: 2 })]));

function randoms(shape: number[], seed: number): Tensor {
  let state = seed;
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tensor(values, shape);
}

type Op = (...inputs: Tensor[]) => Tensor;

/** The value, the gradients, and the gradients of the gradients' squares. */
function upToSecondOrder(op: Op, inputs: Tensor[]): Tensor[] {
  const first = (...x: Tensor[]) => grads((...y: Tensor[]) => sum(exp(op(...y))))(x);
  const second = grads((...x: Tensor[]) =>
    first(...x).reduce((total, dx) => add(total, sum(square(dx))), tensor(0)),
  );
  return [op(...inputs), ...first(...inputs), ...second(inputs)];
}

function expectTwins(fused: Op, twin: Op, inputs: Tensor[]): void {
  const [actual, expected] = [fused, twin].map((op) => upToSecondOrder(op, inputs));
  actual.forEach((value, i) => {
    expectClose(value.dataSync(), expected[i].dataSync(), { absolute: 2e-4, relative: 2e-4 });
  });
}

const layerNormFused: Op = (x, gain, bias) => layerNormalise(x, gain, bias);
const layerNormTwin: Op = (x, gain, bias) => add(mul(standardize(x), gain), bias);

test.each([[[5, 7]], [[3, 4, 32]], [[2, 1]], [[30, 20]]])(
  'layerNormalise is its twin, up to the second order: %j',
  (shape) => {
    const channels = shape[shape.length - 1];
    expectTwins(layerNormFused, layerNormTwin, [
      randoms(shape, 1),
      randoms([channels], 2),
      randoms([channels], 3),
    ]);
  },
);

const logSoftmaxTwin: Op = (x) => sub(x, logSumExp(x, -1, true));

test.each([[[3, 5]], [[2, 3, 18]], [[4, 1]]])('logSoftmax is its twin: %j', (shape) => {
  expectTwins((x) => logSoftmax(x), logSoftmaxTwin, [mul(randoms(shape, 1), 5)]);
});

test('logSoftmax keeps its digits where exp overflows', () => {
  const x = tensor([1000, 999, -1000, 0, 3], [1, 5]);
  const rest = Math.log1p(Math.exp(-1));
  expectClose(logSoftmax(x).dataSync(), [
    -rest,
    -1 - rest,
    -2000 - rest,
    -1000 - rest,
    -997 - rest,
  ]);
});

const geluTwin: Op = (x) => mul(x, mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5));

test('gelu is its twin', () => {
  expectTwins((x) => gelu(x), geluTwin, [mul(randoms([7, 11], 1), 3)]);
});

/** A head at a time, by names that say what they are. */
function attentionTwin(heads: number, mask?: Tensor): Op {
  return (qkv) => {
    const [batch, length, width] = qkv.shape;
    const size = width / 3 / heads;
    const results = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, 1, 2].map((i) =>
        slice(qkv, [0, 0, (i * heads + head) * size], [batch, length, size]),
      );
      const scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(size));
      const seen = mask ? add(scores, reshape(mul(sub(mask, 1), 1e9), [batch, 1, length])) : scores;
      return matMul(softmax(seen), v);
    });
    return concat(results, 2);
  };
}

test.each([
  ['one head', 1, [2, 5, 12], undefined],
  ['three heads', 3, [2, 6, 45], undefined],
  ['masked', 2, [3, 4, 24], [1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1]],
] as const)('selfAttention is its twin: %s', (_, heads, shape, mask) => {
  const seen = mask && tensor([...mask], [3, 4]);
  const qkv = randoms([...shape], 5);
  expectTwins((x) => selfAttention(x, heads, seen), attentionTwin(heads, seen), [qkv]);
});

test('layerNormalise leaks nothing', () =>
  leaksNothing(() =>
    tidy(() => {
      const inputs = [randoms([6, 5], 1), randoms([5], 2), randoms([5], 3)];
      return [layerNormFused(...inputs), ...grads(layerNormFused)(inputs)];
    }),
  ));

/** The CPU has no fused kernels: there the twin runs. */
async function expectAsOnCpu(run: () => Tensor[], tolerance: Tolerance): Promise<void> {
  const read = () => Promise.all(run().map((t) => t.data()));
  const fused = await read();
  await useBackend([cpu()]);
  const twin = await read();
  await useBackend([wasm()]);
  fused.forEach((value, i) => {
    expectClose(value, twin[i], tolerance);
  });
}

test.each([[[1]], [[3, 7]], [[200, 130]], [[]]])('adamWStep is its twin: %j', async (shape) => {
  const numbers = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, rate: 0.1, root: 2, kept: 0.98 };
  const run = () => {
    const [p, gradient, mean, v] = [1, 2, 3, 4].map((seed) => randoms(shape, seed));
    return adamWStep(p, gradient, mean, square(v), numbers);
  };
  await expectAsOnCpu(run, { absolute: 1e-6, relative: 1e-5 });
});

test.each([[[1, 1]], [[7, 3]], [[3, 7]], [[64, 64]], [[300, 96]], [[24, 700]], [[0, 3]]])(
  'orthogonalise is its twin: %j',
  async (shape) => {
    const run = () => {
      const x = randoms(shape, 9);
      return [x, mul(x, 1e-9), mul(x, 0)].map(orthogonalise);
    };
    await expectAsOnCpu(run, { absolute: 2e-4, relative: 2e-4 });
  },
);

test('orthogonalise leaks nothing', () =>
  leaksNothing(() => tidy(() => [orthogonalise(randoms([40, 12], 1))])));
