import { wasm } from '@xm/backend-wasm';
import {
  add,
  createRng,
  dispose,
  disposeState,
  fold,
  matMul,
  mean,
  normalise,
  reshape,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { averageOf, conditionalGan, type GuidedBatch, ganSizes, guidance } from '../src/index.ts';
import { pictureBatch, pictures, pointBatch, pointGan } from './players.ts';

// Other programs may take the processor meanwhile.
jest.setTimeout(30_000);
beforeAll(() => useBackend([wasm({ threads: 1 })]));

const gan = conditionalGan(pictures);
const params = () => averageOf(gan.init(createRng(1)));
const told = () => tensor([1, 0, 0, 0, 0, 1], [2, 3]);

test('samples are pictures, the same for the same seed, others for another', async () => {
  const p = params();
  const [a, b, c] = [7, 7, 8].map((seed) => gan.sample(p, told(), { rng: createRng(seed) }));
  expect(a.shape).toEqual([2, 8, 8, 3]);
  const values = [...a.dataSync()];
  expect(values.every((v) => v > 0 && v < 1)).toBe(true);
  expect([...b.dataSync()]).toEqual(values);
  expect([...c.dataSync()]).not.toEqual(values);
  const condition = told();
  await leaksNothing(() => gan.sample(p, condition, { rng: createRng(7) }));
});

test('at temperature 0 all samples of a condition are one', () => {
  const p = params();
  const [a, b] = [7, 8].map((seed) =>
    gan.sample(p, told(), { rng: createRng(seed), temperature: 0 }),
  );
  expect([...a.dataSync()]).toEqual([...b.dataSync()]);
});

test('its config, through JSON, builds it again', () => {
  const again = conditionalGan(JSON.parse(JSON.stringify(gan.config)));
  expect(again.config).toEqual(gan.config);
  const sample = (g: typeof gan) => [
    ...g.sample(params(), told(), { rng: createRng(7) }).dataSync(),
  ];
  expect(sample(again)).toEqual(sample(gan));
});

test.each(Object.keys(ganSizes))('%s can be built and paints', (size) => {
  const named = conditionalGan({ networks: size as never, condition: 3, noise: 4 });
  const state = named.init(createRng(1));
  const y = named.sample(averageOf(state), zeros([1, 3]), { rng: createRng(2) });
  const side = Number(size.split('-')[1]);
  expect(y.shape).toEqual([1, side, side, 3]);
  disposeState(state);
});

test('what cannot be built or painted is refused', () => {
  const networks = 'picture-7' as never;
  expect(() => conditionalGan({ networks, condition: 3, noise: 4 })).toThrow("'picture-32'");
  expect(() => gan.sample(params(), zeros([2, 4]), { rng: createRng(1) })).toThrow('condition');
});

describe('guidance', () => {
  const kernel = () =>
    tensor(
      Float32Array.from({ length: 48 }, (_, i) => Math.sin(i)),
      [12, 4],
    );
  /** A frozen tower: unit vectors of four numbers. */
  const features = (x: Tensor): Tensor => {
    const flat = reshape(x, [x.shape[0], -1]);
    return normalise(matMul(flat as never, kernel() as never) as Tensor);
  };
  const batch = (): GuidedBatch => ({
    real: tensor(
      Float32Array.from({ length: 24 }, (_, i) => Math.cos(i)),
      [2, 2, 2, 3],
    ),
    condition: zeros([2, 1]),
    anchors: tensor([1, 0, 0, 0, 0, 1, 0, 0], [2, 4]),
  });

  test('its gradient matches differences', () =>
    gradientsMatchFiniteDifferences(
      ({ x }) =>
        guidance({ features, distance: 0.5, contrast: 2, logitScale: 3 })(x, batch(), createRng(0)),
      { x: [2, 2, 2, 3] },
    ));

  test('is the weighted sum of its parts, and nothing without them', () => {
    const x = tensor(
      Float32Array.from({ length: 24 }, (_, i) => Math.sin(2 * i)),
      [2, 2, 2, 3],
    );
    const of = (weights: object): number =>
      guidance({ features, ...weights })(x, batch(), createRng(0)).dataSync()[0];
    const [distance, told] = [of({ distance: 1 }), of({ contrast: 1 })];
    expect(of({})).toBe(0);
    expect(of({ distance: 0.5, contrast: 2 })).toBeCloseTo(0.5 * distance + 2 * told, 4);
    const targets = tensor([0.5, 0.5, 0.5, 0.5], [2, 2]);
    const spread = guidance({ features, contrast: 1 })(x, { ...batch(), targets }, createRng(0));
    expect(spread.dataSync()[0]).not.toBeCloseTo(told, 3);
  });

  test('enters a game as a term of the generator', () => {
    const guide = guidance({
      features: (x) => normalise(mean(x, [1, 2])),
      distance: 0.3,
      contrast: 1,
    });
    const guided = conditionalGan<GuidedBatch>(pictures, { guide });
    const anchors = normalise(add(zeros([4, 3]), 1));
    const { terms } = guided.step(guided.init(createRng(1)), {
      ...pictureBatch(createRng(2)),
      anchors,
    });
    expect(terms['guide'].dataSync()[0]).toBeGreaterThan(0);
  });
});

test('points of a plane: every mode of each condition is found', async () => {
  const plane = pointGan({ learningRate: 0.01, averageDecay: 0.98, r1: { gamma: 0.1, every: 4 } });
  let state = plane.init(createRng(3));
  for (let i = 0; i < 150; i++) {
    const batch = pointBatch(fold(createRng(4), i), 64);
    const next = plane.step(state, batch);
    dispose({ ...batch });
    dispose(next.terms);
    disposeState(state);
    state = next.state;
  }
  const condition = tensor(
    Array.from({ length: 100 }, (_, i) => (i < 50 ? [1, 0] : [0, 1])).flat(),
    [100, 2],
  );
  const made = plane.sample(averageOf(state), condition, { rng: createRng(6) }).dataSync();
  const at = Array.from({ length: 100 }, (_, i) => [made[2 * i], made[2 * i + 1]]);
  const right = at.filter(([x], i) => Math.sign(x) === (i < 50 ? -1 : 1)).length;
  const near = at.filter(([x, y]) => Math.hypot(Math.abs(x) - 1, Math.abs(y) - 1) < 0.4).length;
  const above = [at.slice(0, 50), at.slice(50)].map((half) => half.filter(([, y]) => y > 0).length);
  expect(right).toBeGreaterThan(95);
  expect(near).toBeGreaterThan(50);
  for (const count of above) expect(Math.abs(count - 25)).toBeLessThan(20);
});
