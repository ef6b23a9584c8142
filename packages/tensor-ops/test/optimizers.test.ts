import { expectClose } from '@xm/testing';
import { golden } from '@xm/testing/node';
import {
  adamW,
  clipByGlobalNorm,
  cpu,
  disposeParams,
  globalNorm,
  memory,
  movingAverage,
  muon,
  type Optimizer,
  orthogonalise,
  type Params,
  sgd,
  type Tensor,
  tensor,
  transpose,
  useBackend,
  warmUpCosine,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

type Tree = { kernel: number[]; bias: number[] };
const { inputs, expected, provenance } = golden<
  { start: Tree; gradients: Tree[]; rate: number; nearlySingular: number[] },
  Record<string, Tree[]> & { movingAverage: Tree; cosine: number[]; orthogonalise: number[] }
>(`${__dirname}/golden/optimizers.json`);

const close = { absolute: 1e-6, relative: 1e-5 };
const treeOf = ({ kernel, bias }: Tree): Params => ({
  kernel: tensor(kernel, [2, 3]),
  bias: tensor(bias),
});
const expectTree = (params: Params, tree: Tree) => {
  for (const name of ['kernel', 'bias'] as const) {
    expectClose((params[name] as Tensor).dataSync(), tree[name], close);
  }
};

/** Ten steps; `see` is shown the parameters after each. */
function run(optimizer: Optimizer, see: (params: Params, step: number) => void): void {
  let params = treeOf(inputs.start);
  let state = optimizer.init(params);
  inputs.gradients.forEach((tree, step) => {
    const gradients = treeOf(tree);
    const next = optimizer.update(gradients, state, params, step);
    for (const old of [gradients, state, params]) disposeParams(old);
    ({ params, state } = next);
    see(params, step);
  });
  disposeParams(params);
  disposeParams(state);
}

const learningRate = inputs.rate;

describe(provenance, () => {
  test.each<[string, Optimizer]>([
    ['adamW', adamW({ learningRate, beta2: 0.98, weightDecay: 0.1 })],
    ['sgd', sgd({ learningRate })],
    ['sgd with momentum', sgd({ learningRate, momentum: 0.9 })],
    ['sgd clipped', clipByGlobalNorm(1, sgd({ learningRate }))],
    ['muon', muon({ learningRate, weightDecay: 0.1 })],
    ['muon without momentum', muon({ learningRate, weightDecay: 0.1, momentum: 0 })],
  ])('%s, each of ten steps, and nothing is left', (name, optimizer) => {
    const before = memory().numTensors;
    run(optimizer, (params, step) => expectTree(params, expected[name][step]));
    expect(memory().numTensors).toBe(before);
  });

  test('orthogonalise, of a matrix that is nearly singular', () => {
    const y = orthogonalise(tensor(inputs.nearlySingular, [9, 5])).dataSync();
    expectClose(y, expected.orthogonalise, { absolute: 3e-4, relative: 0 });
  });

  test('movingAverage', () => {
    let average = treeOf(inputs.start);
    run(sgd({ learningRate, momentum: 0.9 }), (params) => {
      const next = movingAverage(average, params, 0.9);
      disposeParams(average);
      average = next;
    });
    expectTree(average, expected.movingAverage);
    disposeParams(average);
  });

  test('warmUpCosine, without warm-up', () => {
    const rate = warmUpCosine({ peak: 0.3, warmUp: 0, steps: 20, floor: 0.1 });
    expectClose(
      expected.cosine.map((_, step) => rate(step)),
      expected.cosine,
    );
  });
});

test('warmUpCosine rises in a line, then falls, then stays', () => {
  const rate = warmUpCosine({ peak: 1, warmUp: 4, steps: 14 });
  expectClose([0, 1, 2, 3, 4, 9, 14, 99].map(rate), [0.25, 0.5, 0.75, 1, 1, 0.5, 0, 0]);
});

test('a schedule is asked for each step', () => {
  const rate = jest.fn(() => 0);
  run(sgd({ learningRate: rate }), (params) => expectTree(params, inputs.start));
  expect(rate.mock.calls).toEqual(inputs.gradients.map((_, step) => [step]));
});

test('adamW decays what it is told to', () => {
  const optimizer = adamW({
    learningRate: 0.1,
    weightDecay: 0.5,
    decays: (path) => path === 'bias',
  });
  const params = treeOf(inputs.start);
  const zero = treeOf({ kernel: [0, 0, 0, 0, 0, 0], bias: [0, 0, 0] });
  const { params: after } = optimizer.update(zero, optimizer.init(params), params, 0);
  expectTree(after, { ...inputs.start, bias: inputs.start.bias.map((v) => v * 0.95) });
});

/** One step of a lone matrix, of this shape and path, from 0 by a rate of 1. */
const stepOf = (values: number[], shape: number[], path = 'kernel') => {
  const optimizer = muon({ learningRate: 1, weightDecay: 0 });
  const tree = (v: number[]): Params => ({ layer: { [path]: tensor(v, shape) } });
  const start = tree(values.map(() => 0));
  const { params } = optimizer.update(tree(values), optimizer.init(start), start, 0);
  return (params['layer'] as Record<string, Tensor>)[path];
};

test('muon takes a kernel for a matrix, and what is tall as what is wide', () => {
  const values = Array.from({ length: 24 }, (_, i) => Math.sin(3 * i * i + i));
  const tall = stepOf(values, [8, 3]);
  expect(stepOf(values, [2, 2, 2, 3]).dataSync()).toEqual(tall.dataSync());
  const turned = transpose(tensor(values, [8, 3]));
  const wide = transpose(stepOf([...turned.dataSync()], [3, 8]));
  expectClose(wide.dataSync(), [...tall.dataSync()], close);
});

test('muon moves in all directions alike, and AdamW has what is no matrix', () => {
  // Singular values 1 and 0.1.
  const [x, y, z, w] = stepOf([-1, 0, 0, -0.1], [2, 2]).dataSync();
  for (const moved of [x, w]) {
    expect(moved / (0.2 * Math.SQRT2)).toBeGreaterThan(0.6);
    expect(moved / (0.2 * Math.SQRT2)).toBeLessThan(1.3);
  }
  expectClose([y, z], [0, 0], close);
  const rows = stepOf([-1, 0.5, 2, -0.1], [2, 2], 'embedding').dataSync();
  expectClose(rows, [1, -1, -1, 1], close);
  expect([...stepOf([0, 0, 0, 0], [2, 2]).dataSync()]).toEqual([0, 0, 0, 0]);
});

test('muon says what must hold', () => {
  expect(() => muon({ learningRate, momentum: 1 })).toThrow(
    'muon: momentum must be in 0…1, below 1, got 1.',
  );
});

test('globalNorm is the norm of all numbers together', () => {
  const norm = globalNorm({ a: tensor([3]), b: { c: tensor([0, 4], [1, 2]) } });
  expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
});

test('clipByGlobalNorm leaves small gradients as they are', () => {
  const seen = jest.fn();
  run(clipByGlobalNorm(1e6, sgd({ learningRate })), (params, step) => {
    expectTree(params, expected['sgd'][step]);
    seen();
  });
  expect(seen).toHaveBeenCalledTimes(10);
});
