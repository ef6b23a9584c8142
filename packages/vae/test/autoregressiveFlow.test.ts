import {
  add,
  ConfigError,
  cpu,
  createRng,
  mapParams,
  mul,
  normal,
  type Params,
  slice,
  sum,
  type Tensor,
  tensor,
  useBackend,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { autoregressiveFlow } from '../src/flow/autoregressiveFlow.ts';

beforeAll(() => useBackend([cpu()]));

const latents = 3;
const flow = autoregressiveFlow({ width: 8, depth: 2 }, latents);
/** Far from the identity, where they begin. */
const params = (): Params => mapParams((x) => add(mul(x, 4), 0.1), flow.init(createRng(1)));

test('what goes from latents to noise comes back', async () => {
  const z = normal(createRng(2), [5, latents]);
  const { noise } = flow.toNoise(params(), z);
  expect(noise.dataSync()).not.toEqual(z.dataSync());
  expectClose(flow.toLatents(params(), noise).dataSync(), z.dataSync(), {
    absolute: 1e-4,
    relative: 1e-4,
  });
  const p = params();
  await leaksNothing(() => [flow.toLatents(p, z), ...Object.values(flow.toNoise(p, z))]);
});

test('log |det| is that of the differences', () => {
  const z = [0.3, -0.8, 1.2];
  const h = 1e-2;
  const noiseAt = (values: number[]): Float32Array =>
    flow.toNoise(params(), tensor(values, [1, latents])).noise.dataSync() as Float32Array;
  const columns = z.map((_, i) => {
    const moved = (by: number) => noiseAt(z.map((x, at) => (at === i ? x + by : x)));
    const [above, below] = [moved(h), moved(-h)];
    return Array.from(above, (x, row) => (x - below[row]) / (2 * h));
  });
  const [[a, b, c], [d, e, f], [g, k, l]] = columns;
  const det = a * (e * l - f * k) - b * (d * l - f * g) + c * (d * k - e * g);
  const { logDet } = flow.toNoise(params(), tensor(z, [1, latents]));
  expect(logDet.dataSync()[0]).toBeCloseTo(Math.log(Math.abs(det)), 2);
});

test('one layer sees the latents before each alone, and the first none', () => {
  const single = autoregressiveFlow({ width: 8, depth: 1 }, latents);
  const p = mapParams((x) => mul(x, 4), single.init(createRng(1)));
  const noiseOf = (z: number[]): number[] => [
    ...single.toNoise(p, tensor(z, [1, latents])).noise.dataSync(),
  ];
  const [first, second, third] = noiseOf([1, 2, 3]);
  const other = noiseOf([1, 2, 4]);
  expect(other.slice(0, 2)).toEqual([first, second]);
  expect(other[2]).not.toBe(third);
  expect(noiseOf([1, 3, 3])[2]).not.toBe(third);
  expect(noiseOf([1, 3, 3])[0]).toBe(first);
});

test('gradients match differences', async () => {
  const kernels = { into: [3, 4], shift: [4, 3], logScale: [4, 3] };
  const biases = { intoBias: [4], shiftBias: [3], logScaleBias: [3] };
  const shapes = { ...kernels, ...biases, z: [2, 3] };
  const small = autoregressiveFlow({ width: 4, depth: 1 }, latents);
  await gradientsMatchFiniteDifferences(({ z, ...layer0 }) => {
    const { noise, logDet } = small.toNoise({ layer0 } as never, z as Tensor);
    return add(sum(mul(noise, noise)), sum(logDet));
  }, shapes);
});

test('one latent is shifted and scaled; none is refused', () => {
  const one = autoregressiveFlow({ width: 2, depth: 1 }, 1);
  const { noise } = one.toNoise(one.init(createRng(1)), tensor([1, 2], [2, 1]));
  expect([...slice(noise, [0, 0], [2, 1]).dataSync()]).toEqual([1, 2]);
  expect(() => autoregressiveFlow({ width: 0, depth: 1 }, 1)).toThrow(/width must be a whole/);
  expect(() => autoregressiveFlow({ width: 2, depth: 1 }, 0)).toThrow(ConfigError);
});
