import {
  adamW,
  ConfigError,
  cpu,
  createRng,
  DataError,
  dispose,
  disposeState,
  initialState,
  type Params,
  ShapeError,
  type Tensor,
  tensor,
  trainStep,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { leaksNothing } from '@xm/testing';
import {
  type TokenPrior,
  type TokenPriorBatch,
  type TokenPriorConfig,
  tokenPrior,
} from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const small = { dim: 8, depth: 1, heads: 2 } as const;

test('the probabilities of all grids of 2×1 tokens of 3 codes sum to 1', async () => {
  for (const condition of [0, 2]) {
    const prior = tokenPrior({ codes: 3, rows: 2, columns: 1, condition, ...small });
    const grids = [0, 1, 2].flatMap((first) => [0, 1, 2].map((second) => [first, second]));
    const told = condition && {
      condition: tensor(
        grids.flatMap(() => [0.3, -2]),
        [9, 2],
      ),
    };
    const tokens = tensor(grids.flat(), [9, 2, 1], 'int32');
    const logProb = await prior.logProb(prior.init(createRng(3)), { tokens, ...told });
    expect(logProb.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 5);
    expect(new Set(logProb).size).toBe(9);
  }
});

function learned(prior: TokenPrior, batch: TokenPriorBatch, steps: number) {
  const optimizer = adamW({ learningRate: 0.03, weightDecay: 0 });
  const step = trainStep(prior.objective(), optimizer);
  let state = initialState(prior.init(createRng(1)), optimizer, createRng(2));
  let loss = Number.NaN;
  for (let i = 0; i < steps; i++) {
    const next = step(state, batch);
    loss = next.terms['loss'].dataSync()[0];
    dispose(next.terms);
    disposeState(state);
    state = next.state;
  }
  return { params: state.params, loss };
}

const first = [0, 1, 2, 2, 1, 0];
const second = [2, 2, 0, 1, 0, 1];
const told: TokenPriorConfig = { codes: 3, rows: 2, columns: 3, condition: 2, ...small };

test('learns a pattern and draws it, without being told anything', async () => {
  const prior = tokenPrior({ codes: 3, rows: 2, columns: 3, ...small });
  const tokens = tensor([first, first].flat(), [2, 2, 3], 'int32');
  const { params, loss } = learned(prior, { tokens }, 20);
  expect(loss).toBeLessThan(0.1);
  const drawn = await prior.sample(params, 2, { rng: createRng(4), temperature: 0.5 });
  expect([drawn.shape, drawn.dtype]).toEqual([[2, 2, 3], 'int32']);
  expect([...drawn.dataSync()]).toEqual([...first, ...first]);
});

describe('a prior that is told which of two patterns', () => {
  const prior = tokenPrior(told);
  const condition = (): Tensor => tensor([1, 0, 0, 1], [2, 2]);
  const tokens = (): Tensor => tensor([first, second].flat(), [2, 2, 3], 'int32');
  let params: Params;
  beforeAll(() => {
    params = learned(prior, { tokens: tokens(), condition: condition() }, 30).params;
  });

  test('draws the one that is asked for', async () => {
    const asked = tensor([0, 1, 1, 0, 0, 1], [3, 2]);
    const drawn = await prior.sample(params, asked, { rng: createRng(4), temperature: 0.5 });
    expect([...drawn.dataSync()]).toEqual([...second, ...first, ...second]);
    const right = await prior.logProb(params, { tokens: tokens(), condition: condition() });
    const swapped = tensor([0, 1, 1, 0], [2, 2]);
    const wrong = await prior.logProb(params, { tokens: tokens(), condition: swapped });
    right.forEach((value, i) => {
      expect(value).toBeGreaterThan(wrong[i] + 2);
    });
  });

  test('leaves nothing, and draws the same from the same stream', async () => {
    const asked = condition();
    const options = { rng: createRng(6), temperature: 3 };
    await leaksNothing(() => prior.sample(params, asked, options));
    const [a, b] = [
      await prior.sample(params, asked, options),
      await prior.sample(params, asked, options),
    ];
    expect(a.dataSync()).toEqual(b.dataSync());
    const batch = { tokens: tokens(), condition: asked };
    await leaksNothing(async () => {
      await prior.logProb(params, batch);
      return [];
    });
  });
});

/** What is drawn is as frequent as it is probable. */
test('draws grids as often as their probability says', async () => {
  const prior = tokenPrior({ codes: 2, rows: 1, columns: 2, ...small });
  const params = prior.init(createRng(7));
  const drawn = await prior.sample(params, 600, { rng: createRng(8) });
  const counts = [0, 0, 0, 0];
  const values = drawn.dataSync();
  for (let i = 0; i < 600; i++) counts[2 * values[2 * i] + values[2 * i + 1]] += 1;
  const tokens = tensor([0, 0, 0, 1, 1, 0, 1, 1], [4, 1, 2], 'int32');
  const logProb = await prior.logProb(params, { tokens });
  logProb.forEach((value, i) => {
    expect(Math.abs(counts[i] / 600 - Math.exp(value))).toBeLessThan(0.06);
  });
});

test('what cannot be is refused', async () => {
  const build = (change: object) => () => tokenPrior({ ...told, ...change });
  expect(build({ codes: 1 })).toThrow(
    'tokenPrior: codes must be a whole number from 2, got 1. Codes, rows and columns are those of vqVae(…).grid.',
  );
  expect(build({ columns: 0 })).toThrow(ConfigError);
  expect(build({ condition: -1 })).toThrow(/condition must be a whole number from 0/);
  expect(build({ heads: 3 })).toThrow(ConfigError);
  const prior = tokenPrior(told);
  const params = prior.init(createRng(1));
  const condition = zeros([1, 2]);
  const tokens = tensor([first].flat(), [1, 2, 3], 'int32');
  const wrong = tensor([0, 1, 2, 3, 0, 0], [1, 2, 3], 'int32');
  await expect(prior.logProb(params, { tokens: wrong, condition })).rejects.toThrow(DataError);
  await expect(prior.logProb(params, { tokens })).rejects.toThrow(
    /must be given, 2 numbers a grid/,
  );
  await expect(prior.sample(params, 3, { rng: createRng(1) })).rejects.toThrow(/must be given/);
  await expect(prior.sample(params, 0, { rng: createRng(1) })).rejects.toThrow(/rows must be a wh/);
  await expect(prior.sample(params, zeros([1, 3]), { rng: createRng(1) })).rejects.toThrow(
    ShapeError,
  );
  await expect(
    prior.sample(params, condition, { rng: createRng(1), temperature: -1 }),
  ).rejects.toThrow(ConfigError);
  const untold = tokenPrior({ ...told, condition: 0 });
  await expect(untold.logProb(untold.init(createRng(1)), { tokens, condition })).rejects.toThrow(
    /must not be given/,
  );
  expect(() =>
    prior.objective()(params, { tokens: zeros([1, 3, 2]), condition }, createRng(1)),
  ).toThrow(ShapeError);
});
