import {
  generateText,
  type Memory,
  type SamplingOptions,
  type Tokens,
  textDecoder,
  tokenCrossEntropy,
} from '@xm/networks';
import {
  assertShape,
  ConfigError,
  concat,
  div,
  fill,
  inference,
  type Mode,
  mean,
  type Network,
  neg,
  type Objective,
  ones,
  type Params,
  type Rng,
  reshape,
  type Scalar,
  slice,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { assertGrid, assertTokens, type TokenGrid } from './assertTokens.ts';

/** Plain JSON. */
export interface TokenPriorConfig extends TokenGrid {
  /** Length of the row of numbers that tokens are told by; 0, for none, unless told otherwise. */
  readonly condition?: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

export interface TokenPriorBatch {
  /** int32 [batch, rows, columns], each 0 … codes − 1: what `vqVae` encodes, which is not read to be checked */
  readonly tokens: Tensor;
  /** float32 [batch, condition]; not there where there is nothing to be told */
  readonly condition?: Tensor | undefined;
}

export interface SampleTokensOptions extends Partial<SamplingOptions> {
  readonly rng: Rng;
  readonly signal?: AbortSignal | undefined;
}

export interface TokenPrior {
  readonly config: TokenPriorConfig;
  init(rng: Rng): Params;
  /** The mean of −log p(token | those before it, condition): nats a token. The term `nll` is that of a whole grid. */
  objective(): Objective<TokenPriorBatch>;
  /**
   * log p(tokens | condition), of each grid: nats.
   *
   * @throws DataError for a token that is none of the codes.
   */
  logProb(params: Params, batch: TokenPriorBatch): Promise<Float64Array>;
  /**
   * Grids that are drawn token by token, int32 [rows, grid rows, grid columns], at temperature 1 unless told otherwise: see
   * `sampleToken`. Nothing is kept from token to token: n tokens cost n passes over all n, as many as n steps of training.
   *
   * @param told float32 [rows, condition], or how many rows where there is no condition
   */
  sample(params: Params, told: Tensor | number, options: SampleTokensOptions): Promise<Tensor>;
}

/** Slots that a condition is laid out as, for tokens to look at. */
const slots = 4;

/**
 * How tokens of a grid go together: a transformer that foretells each from those before it, row by row from the top left,
 * and from a condition, if there is one. Each place has a position of its own.
 *
 * The product of all that it foretells is a probability: over all grids it sums to 1.
 * @throws ConfigError for fewer than two codes, a grid without cells, a condition of less than no numbers, or heads that do
 *   not divide `dim`.
 * @see van den Oord et al. 2017, section 3.3, with a PixelCNN. Golden values: torch.
 */
export function tokenPrior(config: TokenPriorConfig): TokenPrior {
  const { codes, rows, columns, condition = 0, dim, depth, heads } = config;
  check(config);
  const length = rows * columns + 1;
  const shape = { kind: 'transformer', length, dim, depth, heads } as const;
  const features = Math.max(1, condition);
  const told = { ...shape, slots: condition > 0 ? slots : 1, positions: 1 / Math.sqrt(dim) };
  const decoder = textDecoder(told, codes + 1, features);
  const foretell = withoutBegin(decoder, codes);
  const memoryOf = (given: Tensor | undefined, batch: number): Memory => {
    const what = 'tokenPrior: condition';
    if (condition === 0) {
      if (given === undefined) return { memory: ones([batch, 1]) };
      throw new ConfigError(
        `${what} must not be given, since config.condition is 0. Leave it out.`,
      );
    }
    if (given !== undefined) {
      assertShape(given, [batch, condition], what, 'One row of config.condition numbers a grid.');
      return { memory: given };
    }
    throw new ConfigError(`${what} must be given, ${condition} numbers a grid, got none.`);
  };
  const surprise = (params: Params, batch: TokenPriorBatch, mode: Mode): Tensor =>
    tidy(() => {
      assertGrid(batch.tokens, config, 'tokenPrior: tokens');
      const [count] = batch.tokens.shape;
      const begin = fill([count, 1], codes, 'int32');
      const ids = concat([begin, reshape(batch.tokens, [count, -1])], 1);
      const mask = ones([count, length]);
      const memory = memoryOf(batch.condition, count);
      return tokenCrossEntropy(foretell.apply(params, { ids, mask, ...memory }, mode), ids, mask);
    });
  return {
    config,
    init: (rng) => decoder.init(rng),
    objective: () => (params, batch, rng) => {
      const nll = mean(surprise(params, batch, { training: true, rng })) as Scalar;
      return { loss: div(nll, rows * columns) as Scalar, terms: { nll } };
    },
    logProb: async (params, batch) => {
      await assertTokens(batch.tokens, config, 'logProb: tokens');
      const each = tidy(() => neg(surprise(params, batch, inference)));
      const values = Float64Array.from(await each.data());
      each.dispose();
      return values;
    },
    sample: async (params, given, { temperature = 1, ...options }) => {
      const count = typeof given === 'number' ? given : given.shape[0];
      if (!Number.isInteger(count) || count < 1) {
        throw new ConfigError(`sample: rows must be a whole number from 1, got ${count}.`);
      }
      const memory = tidy(
        (): never =>
          memoryOf(typeof given === 'number' ? undefined : given, count).memory.clone() as never,
      ) as Tensor;
      try {
        // Begin has no logit, so that it can stand for an end that never comes.
        const framing = { length, begin: codes, end: codes };
        const drawn = await generateText(
          foretell,
          params,
          { memory },
          { ...options, ...framing, temperature },
        );
        return tensor(drawn.flat(), [count, rows, columns], 'int32');
      } finally {
        memory.dispose();
      }
    },
  };
}

/** Begin is read, and never foretold. */
const withoutBegin = (
  decoder: Network<Tokens & Memory>,
  codes: number,
): Network<Tokens & Memory> => ({
  ...decoder,
  apply: (params, input, mode) =>
    tidy(() => slice(decoder.apply(params, input, mode), [0, 0, 0], [-1, -1, codes])),
});

function check({ codes, rows, columns, condition = 0 }: TokenPriorConfig): void {
  const demands: [string, number, number][] = [
    ['codes', codes, 2],
    ['rows', rows, 1],
    ['columns', columns, 1],
    ['condition', condition, 0],
  ];
  for (const [name, value, least] of demands) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new ConfigError(
      `tokenPrior: ${name} must be a whole number from ${least}, got ${value}. ` +
        'Codes, rows and columns are those of vqVae(…).grid.',
    );
  }
}
