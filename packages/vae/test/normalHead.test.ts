import {
  cpu,
  createRng,
  disposeParams,
  inference,
  leaves,
  mapParams,
  memory,
  mul,
  type Params,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { normalHead } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const head = normalHead(3, 2);
const params = () => head.init(createRng(1));
const x = () => tensor([1, -2, 0.5, 3, 0, -1], [2, 3]);

test('mu and logVar come from layers of their own, row by row', () => {
  expect(leaves(params()).map(([path, { shape }]) => [path, shape])).toEqual([
    ['mu.kernel', [3, 2]],
    ['mu.bias', [2]],
    ['logVar.kernel', [3, 2]],
    ['logVar.bias', [2]],
  ]);
  const p = params();
  const moved = { ...p, logVar: mapParams((leaf) => mul(leaf, 3), p['logVar'] as Params) };
  const [one, other] = [p, moved].map((at) => head.apply(at, x(), inference));
  expect(one.mu.dataSync()).toEqual(other.mu.dataSync());
  expect(one.logVar.dataSync()).not.toEqual(other.logVar.dataSync());
  const alone = head.apply(p, tensor([3, 0, -1], [1, 3]), inference);
  expect([...alone.logVar.dataSync()]).toEqual([...one.logVar.dataSync().slice(2)]);
});

test('logVar begins well below that of the prior, and cannot run away', () => {
  const { logVar } = head.apply(params(), mul(x(), 1e6), inference);
  for (const v of logVar.dataSync()) expect(Math.abs(v)).toBeLessThanOrEqual(10);
  for (const v of head.apply(params(), zeros([1, 3]), inference).logVar.dataSync()) {
    expect(v).toBeCloseTo(10 * Math.tanh(-0.4), 5);
  }
  const one = head.apply(params(), tensor([1, 0, 0], [1, 3]), inference).logVar.dataSync()[0];
  const [kernel] = leaves((params() as Record<string, Params>)['logVar']).map(([, t]) => t);
  expect(one).toBeCloseTo(10 * Math.tanh((kernel.dataSync()[0] - 4) / 10), 5);
});

test('gradients match differences, and nothing is left', async () => {
  const p = params();
  for (const part of ['mu', 'logVar'] as const) {
    await gradientsMatchFiniteDifferences(
      (at: Record<string, Tensor>) => head.apply(p, at['x'], inference)[part],
      { x: [2, 3] },
    );
  }
  const input = x();
  await leaksNothing(() => Object.values(head.apply(p, input, inference)));
  const before = memory().numTensors;
  disposeParams(head.init(createRng(1)));
  expect(memory().numTensors).toBe(before);
});
