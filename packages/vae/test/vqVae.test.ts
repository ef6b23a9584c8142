import {
  adamW,
  ConfigError,
  cpu,
  createRng,
  DataError,
  dispose,
  disposeParams,
  disposeState,
  initialState,
  leaves,
  mul,
  type Objective,
  type Params,
  ShapeError,
  type Tensor,
  tensor,
  trainStep,
  uniform,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { tokenPrior, type VqVaeConfig, vqLogLikelihood, vqVae } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

const net = { patch: 2, widths: [6, 4], blocks: 1 };
const config: VqVaeConfig = {
  encoder: { kind: 'conv', size: 8, ...net },
  codebook: { codes: 6, width: 3 },
  decoder: { kind: 'grid', ...net },
};
const vq = vqVae(config);
const scored = vqVae({ ...config, scale: 0.2 });
const pictures = (rows = 3): Tensor => uniform(createRng(8), [rows, 8, 8, 3]);
const started = (): Params => vq.init(createRng(1));

/** Params after so many steps on one batch, and the losses before each. */
function trained<Batch>(objective: Objective<Batch>, begun: Params, batch: Batch, steps: number) {
  const optimizer = adamW({ learningRate: 0.02, weightDecay: 0 });
  const step = trainStep(objective, optimizer);
  let state = initialState(begun, optimizer, createRng(2));
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const next = step(state, batch);
    losses.push(next.terms['loss'].dataSync()[0]);
    dispose(next.terms);
    disposeState(state);
    state = next.state;
  }
  return { params: state.params, losses };
}

test('the config, through JSON, builds it again; pictures become tokens and pictures', async () => {
  const again = vqVae(JSON.parse(JSON.stringify(vq.config)));
  const shapes = (params: Params) => leaves(params).map(([path, { shape }]) => [path, shape]);
  const params = started();
  expect(shapes(again.init(createRng(1)))).toEqual(shapes(params));
  expect(vq.grid).toEqual({ codes: 6, rows: 2, columns: 2 });
  const tokens = vq.encode(params, pictures());
  expect([tokens.shape, tokens.dtype]).toEqual([[3, 2, 2], 'int32']);
  const decoded = await vq.decode(params, tokens);
  expect(decoded.shape).toEqual([3, 8, 8, 3]);
  expect(await vq.reconstruct(params, pictures())).toEqual(decoded);
});

test('the loss is surprise a number, codebook loss, and β times commitment', () => {
  const told = vqVae({ ...config, commitment: 2 });
  const { loss, terms } = told.objective()(started(), pictures(), createRng(1));
  const [nll, codebook, commitment] = [terms['nll'], terms['codebook'], terms['commitment']].map(
    (term) => term.dataSync()[0],
  );
  expectClose(loss.dataSync(), [nll / 192 + codebook + 2 * commitment]);
});

const stage = { patch: 4, widths: [6], blocks: 1 };
const short: VqVaeConfig = {
  ...config,
  encoder: { kind: 'conv', size: 8, ...stage },
  decoder: { kind: 'grid', ...stage },
};

test('learns', () => {
  const model = vqVae(short);
  const { losses } = trained(model.objective(), model.init(createRng(1)), pictures(2), 25);
  expect(losses[24]).toBeLessThan(losses[0] - 0.3);
});

test.each([{ likelihood: 'correlated' }, { likelihood: 'logistics', components: 2 }] as const)(
  'is judged by %j, and paints',
  async (kind) => {
    const model = vqVae({ ...short, ...kind });
    const { losses, params } = trained(model.objective(), model.init(createRng(1)), pictures(2), 2);
    expect(losses[1]).toBeLessThan(losses[0]);
    const { data, shape } = await model.reconstruct(params, pictures(2));
    expect(shape).toEqual([2, 8, 8, 3]);
    expect(data.every((value) => value >= 0 && value <= 1)).toBe(true);
  },
);

test('the gradient of the decoder matches differences', async () => {
  const params = started();
  const decoder = params['decoder'] as Record<string, Params>;
  const batch = pictures(2);
  const tokens = vq.encode(params, batch);
  await gradientsMatchFiniteDifferences(
    ({ bias }) => {
      const first = { ...decoder['first'], bias };
      const moved = { ...params, decoder: { ...decoder, first } } as Params;
      return scored.surprise(moved, batch, tokens, 2);
    },
    { bias: [6] },
  );
});

describe('codes that nothing takes', () => {
  /** One code lies where all vectors are, five opposite. */
  const lost = (): Params => {
    const params = started();
    const z = vq.look(params, pictures(), { training: false });
    const first = z.dataSync().slice(0, 3);
    const rows = Array.from({ length: 6 }, (_, i) => [...first].map((x) => (i === 2 ? x : -x)));
    return { ...params, quantiser: { codebook: tensor(rows, [6, 3]) } };
  };

  test('are put where vectors are; what is taken stays, and so does all else', async () => {
    const params = lost();
    const taken = new Set(vq.encode(params, pictures()).dataSync());
    const renewed = await vq.renewCodes(params, pictures(), { rng: createRng(3) });
    const after = new Set(vq.encode(renewed, pictures()).dataSync());
    expect(after.size).toBeGreaterThan(taken.size);
    expect(after.size).toBeGreaterThanOrEqual(5);
    const book = (of: Params) => ((of['quantiser'] as Params)['codebook'] as Tensor).dataSync();
    for (const code of taken) {
      expect(book(renewed).slice(3 * code, 3 * code + 3)).toEqual(
        book(params).slice(3 * code, 3 * code + 3),
      );
    }
    const rest = ({ quantiser: _, ...of }: Params) =>
      leaves(of).map(([path, leaf]) => [path, [...leaf.dataSync()]]);
    expect(rest(renewed)).toEqual(rest(params));
    disposeParams(params);
    expect(book(renewed).every(Number.isFinite)).toBe(true);
  });

  test('have no place among vectors that are not finite', async () => {
    const broken = mul(pictures(), Number.NaN);
    const renewal = vq.renewCodes(started(), broken, { rng: createRng(3) });
    await expect(renewal).rejects.toThrow(DataError);
  });
});

test('the likelihood bound is that of tokens and that of pixels under them', async () => {
  const prior = tokenPrior({ ...vq.grid, dim: 8, depth: 1, heads: 2 });
  const stages = { vq, params: started(), prior, priorParams: prior.init(createRng(5)) };
  const batch = pictures();
  const scale = await vq.measureScale(stages.params, [batch, pictures(2)]);
  const tokens = vq.encode(stages.params, batch);
  const nll = vq.surprise(stages.params, batch, tokens, scale).dataSync();
  const ofTokens = await prior.logProb(stages.priorParams, { tokens });
  const bound = await vqLogLikelihood(stages, batch, { scale });
  expectClose(
    bound,
    ofTokens.map((value, i) => value - nll[i]),
  );
  expect(ofTokens.every((value) => value < 0)).toBe(true);
  // The measured scale is the best, and a row does not know of the others.
  for (const factor of [0.8, 1.2]) {
    const other = await vqLogLikelihood(stages, batch, { scale: (scale as number) * factor });
    expect(other.reduce(plus)).toBeLessThan(bound.reduce(plus));
  }
  expectClose((await vqLogLikelihood(stages, pictures(1), { scale })).slice(0, 1), [bound[0]]);
  await expect(vqLogLikelihood(stages, batch)).rejects.toThrow(/scale must be given, got none/);
  const wrong = tokenPrior({ ...prior.config, codes: 7 });
  const mixed = { ...stages, prior: wrong, priorParams: wrong.init(createRng(1)) };
  await expect(vqLogLikelihood(mixed, batch, { scale })).rejects.toThrow(
    /codes of the prior must be 6, got 7/,
  );
});

const plus = (a: number, b: number): number => a + b;

/** All grids of tokens are few enough to be summed over: 6 codes at 1 place. */
test('the bound is below the sum over all tokens', async () => {
  const one = vqVae({ ...config, encoder: { ...config.encoder, size: 4 }, scale: 0.3 });
  const params = one.init(createRng(1));
  const prior = tokenPrior({ ...one.grid, dim: 8, depth: 1, heads: 2 });
  const priorParams = prior.init(createRng(5));
  const picture = uniform(createRng(9), [1, 4, 4, 3]);
  const [bound] = await vqLogLikelihood({ vq: one, params, prior, priorParams }, picture);
  const joint: number[] = [];
  for (let token = 0; token < 6; token++) {
    const tokens = tensor([token], [1, 1, 1], 'int32');
    const [logProb] = await prior.logProb(priorParams, { tokens });
    joint.push(logProb - one.surprise(params, picture, tokens).dataSync()[0]);
  }
  expect(Math.min(...joint.map((value) => Math.abs(value - bound)))).toBeLessThan(1e-3);
  const most = Math.max(...joint);
  const whole = most + Math.log(joint.map((value) => Math.exp(value - most)).reduce(plus));
  expect(bound).toBeLessThan(whole);
});

test('nothing is left', async () => {
  const params = started();
  const batch = pictures();
  const tokens = vq.encode(params, batch);
  const prior = tokenPrior({ ...vq.grid, dim: 8, depth: 1, heads: 2 });
  const stages = { vq: scored, params, prior, priorParams: prior.init(createRng(1)) };
  const nothing = async (f: () => Promise<unknown>) =>
    leaksNothing(async () => {
      await f();
      return [];
    });
  await leaksNothing(() => vq.encode(params, batch));
  await leaksNothing(() => vq.look(params, batch, { training: false }));
  await leaksNothing(() => vq.surprise(params, batch, tokens));
  await leaksNothing(() => vq.renewCodes(params, batch, { rng: createRng(1) }) as never);
  await nothing(() => vq.decode(params, tokens));
  await nothing(() => vq.reconstruct(params, batch));
  await nothing(() => vq.measureScale(params, [batch]));
  await nothing(() => vqLogLikelihood(stages, batch));
});

test('what cannot be is refused', async () => {
  const encoder = (change: object) => () =>
    vqVae({ ...config, encoder: { ...config.encoder, ...change } });
  expect(encoder({ size: 10 })).toThrow(ConfigError);
  expect(encoder({ patch: 1 })).toThrow(/must be the encoder's, 2 pixels, got 4/);
  expect(() => vqVae({ ...config, commitment: -1 })).toThrow(/commitment: it must be a number/);
  const params = started();
  expect(() => vq.encode(params, zeros([1, 4, 4, 3]))).toThrow(ShapeError);
  await expect(vq.decode(params, tensor([0, 1, 6, 2], [1, 2, 2], 'int32'))).rejects.toThrow(
    'decode: tokens must be 0 … 5, got 6 at [0, 1, 0]. Were they made with another codebook?',
  );
  await expect(vq.decode(params, zeros([1, 2, 2]))).rejects.toThrow(/must be int32, got float32/);
  await expect(vq.decode(params, zeros([1, 2, 1], 'int32'))).rejects.toThrow(ShapeError);
  await expect(vq.measureScale(params, [])).rejects.toThrow(/there must be a picture, got none/);
  const bits = vqVae({ ...config, likelihood: 'bernoulli' });
  await expect(bits.measureScale(params, [pictures()])).rejects.toThrow(/this one has none/);
});
