import {
  add,
  ConfigError,
  clone,
  cpu,
  createRng,
  differentiate,
  dispose,
  fromLeaves,
  mul,
  normal,
  type Params,
  reshape,
  type Scalar,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  useBackend,
  zeros,
} from '@xm/tensor-ops';
import { expectClose, gradientsMatchFiniteDifferences, leaksNothing } from '@xm/testing';
import { golden } from '@xm/testing/node';
import { type TokenPriorConfig, tokenPrior, vectorQuantiser } from '../src/index.ts';

beforeAll(() => useBackend([cpu()]));

interface Expected {
  tokens: number[];
  vectors: number[];
  codebook: number;
  commitment: number;
  perplexity: number;
  gradientOfZ: number[];
  gradientOfCodebook: number[];
}
const { inputs, expected, provenance } = golden<
  {
    shape: number[];
    codes: number;
    beta: number;
    z: number[];
    codebook: number[];
    weights: number[];
    prior: {
      config: TokenPriorConfig;
      params: Record<string, { shape: number[]; values: number[] }>;
      tokens: number[][][];
      condition: number[][];
    };
  },
  { euclidean: Expected; unit: Expected; logProb: number[]; loss: number }
>(`${__dirname}/golden/quantised.json`);
const { shape, codes, beta } = inputs;
const width = shape[shape.length - 1];
const given = (): { z: Tensor; book: Params } => ({
  z: tensor(inputs.z, shape),
  book: { codebook: tensor(inputs.codebook, [codes, width]) },
});
const close = (actual: Tensor, wanted: number | number[]): void =>
  expectClose(actual.dataSync(), [wanted].flat(), { absolute: 1e-5, relative: 1e-5 });

describe(provenance, () => {
  test.each(['euclidean', 'unit'] as const)('the quantiser, %s', (kind) => {
    const quantiser = vectorQuantiser({ codes, width, unit: kind === 'unit' });
    const wanted = expected[kind];
    const { z, book } = given();
    const made = quantiser.quantise(book, z);
    expect([...made.tokens.dataSync()]).toEqual(wanted.tokens);
    expect([made.tokens.shape, made.tokens.dtype]).toEqual([shape.slice(0, -1), 'int32']);
    close(made.vectors, wanted.vectors);
    close(quantiser.lookUp(book, made.tokens), wanted.vectors);
    close(made.codebook, wanted.codebook);
    close(made.commitment, wanted.commitment);
    close(made.perplexity, wanted.perplexity);
    const weights = tensor(inputs.weights, shape);
    const { gradients } = differentiate(
      (params) => {
        const at = quantiser.quantise(params['book'] as Params, params['z'] as Tensor);
        const losses = add(at.codebook, mul(beta, at.commitment));
        return { loss: add(sum(mul(at.vectors, weights)), losses) as Scalar, terms: {} };
      },
      { z, book },
      undefined,
      createRng(1),
    );
    close(gradients['z'] as Tensor, wanted.gradientOfZ);
    close((gradients['book'] as Params)['codebook'] as Tensor, wanted.gradientOfCodebook);
  });

  test('the prior', async () => {
    const { config, params: values, ...batch } = inputs.prior;
    const prior = tokenPrior(config);
    const params = fromLeaves(
      Object.entries(values).map(([path, { shape, values }]) => [path, tensor(values, shape)]),
    );
    const told = {
      tokens: tensor(batch.tokens, [3, 2, 2], 'int32'),
      condition: tensor(batch.condition, [3, 2]),
    };
    expectClose(await prior.logProb(params, told), expected.logProb);
    const { loss, terms } = prior.objective()(params, told, createRng(1));
    close(loss, expected.loss);
    close(terms['nll'], 4 * expected.loss);
  });
});

/** The codes lie far apart, so that no vector comes to another. */
test('gradients of both losses match differences where the nearest codes stay', async () => {
  const quantiser = vectorQuantiser({ codes: 2, width: 2, unit: false });
  const far = tensor([3, 3, -3, -3], [2, 2]);
  const signs = tensor([2, 2, -2, -2, 2, 2], [3, 2]);
  // What stands still is another tensor, so that differences do not move it.
  const [stillZ, stillE] = [signs, far];
  await gradientsMatchFiniteDifferences(
    ({ e }) => quantiser.quantise({ codebook: add(e, far) }, stillZ).codebook,
    { e: [2, 2] },
  );
  await gradientsMatchFiniteDifferences(
    ({ z }) => quantiser.quantise({ codebook: stillE }, add(z, signs)).commitment,
    { z: [3, 2] },
  );
});

test('no code learns from what is painted, and vectors learn as if they were not quantised', () => {
  const quantiser = vectorQuantiser({ codes: 4, width: 3, unit: false });
  const params = { ...quantiser.init(createRng(1)), z: normal(createRng(2), [5, 3]) };
  const target = normal(createRng(3), [5, 3]);
  const { gradients } = differentiate(
    (at) => {
      const { vectors } = quantiser.quantise(at, at['z'] as Tensor);
      return { loss: sum(square(sub(vectors, target))) as Scalar, terms: {} };
    },
    params,
    undefined,
    createRng(1),
  );
  expect(new Set((gradients['codebook'] as Tensor).dataSync())).toEqual(new Set([0]));
  const { vectors } = quantiser.quantise(params, params.z);
  close(gradients['z'] as Tensor, [...mul(2, sub(vectors, target)).dataSync()]);
});

test('a vector becomes its own code, whatever its length, and the last distance is 0', () => {
  const quantiser = vectorQuantiser({ codes: 6, width: 3 });
  const params = quantiser.init(createRng(4));
  const { tokens, commitment, perplexity } = quantiser.quantise(
    params,
    mul(7, clone(params['codebook'] as Tensor)),
  );
  expect([...tokens.dataSync()]).toEqual([0, 1, 2, 3, 4, 5]);
  close(commitment, 0);
  close(perplexity, 6);
});

test('nothing is left', async () => {
  const quantiser = vectorQuantiser({ codes: 4, width: 3 });
  const params = quantiser.init(createRng(1));
  const [z, tokens] = [zeros([2, 2, 3]), zeros([2, 2], 'int32')];
  await leaksNothing(() => ({ ...quantiser.quantise(params, z) }));
  await leaksNothing(() => quantiser.lookUp(params, tokens));
  dispose([z, tokens]);
});

test('what cannot be is refused', () => {
  expect(() => vectorQuantiser({ codes: 1, width: 3 })).toThrow(
    'codebook.codes: it must be a whole number from 2, got 1. One code says nothing.',
  );
  expect(() => vectorQuantiser({ codes: 4, width: 1 })).toThrow(ConfigError);
  expect(() => vectorQuantiser({ codes: 4, width: 0, unit: false })).toThrow(ConfigError);
  const quantiser = vectorQuantiser({ codes: 4, width: 3 });
  const params = quantiser.init(createRng(1));
  expect(() => quantiser.quantise(params, zeros([2, 4]))).toThrow(ShapeError);
  expect(quantiser.quantise(params, reshape(zeros([3]), [3])).tokens.shape).toEqual([]);
});
