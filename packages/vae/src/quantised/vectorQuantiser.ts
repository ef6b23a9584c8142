import {
  add,
  argMax,
  assertShape,
  ConfigError,
  exp,
  log,
  matMul,
  maximum,
  mean,
  mul,
  neg,
  normal,
  normalise,
  oneHot,
  type Params,
  type Rng,
  reshape,
  type Scalar,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@xm/tensor-ops';

export interface CodebookConfig {
  /** How many codes, 2 or more. */
  readonly codes: number;
  /** Numbers of a code. Few, 4 to 32, are used better than many. */
  readonly width: number;
  /**
   * Codes and vectors have unit length, so that the nearest code is that of the greatest cosine, and no vector can run away
   * from all codes. True unless told otherwise (Yu et al. 2022, section 3.2).
   */
  readonly unit?: boolean;
}

/** Vectors in place of which stand their nearest codes. */
export interface Quantised {
  /** The codes, float32 [.., width]. Its gradient is handed on to the vectors as it is: straight through. */
  readonly vectors: Tensor;
  /** Which codes: int32 [..] */
  readonly tokens: Tensor;
  /** mean ‖sg(z) − e‖² over the vectors: draws codes to them. */
  readonly codebook: Scalar;
  /** mean ‖z − sg(e)‖² over the vectors: draws them to their codes. */
  readonly commitment: Scalar;
  /** e to the entropy of how often each code is taken, 1 … codes: as many codes as are in use. */
  readonly perplexity: Scalar;
}

export interface VectorQuantiser {
  readonly config: CodebookConfig;
  /** `{ codebook: [codes, width] }`, standard normal. */
  init(rng: Rng): Params;
  /** @param z float32 [.., width] */
  quantise(params: Params, z: Tensor): Quantised;
  /** The codes of tokens: int32 [..] → float32 [.., width]; a row of zeros where there is no such code. */
  lookUp(params: Params, tokens: Tensor): Tensor;
}

/**
 * Each vector z becomes the nearest of a few codes e, by Euclidean distance; which one is all that is kept of it.
 *
 * Choosing has no derivative. So the gradient by the code is taken for that by the vector, z + sg(e − z) being what goes
 * on, and the codes themselves learn from the codebook loss alone. See `renewCodes` for codes that nothing takes.
 * @throws ConfigError for fewer than two codes, or no width.
 * @see van den Oord et al. 2017, equations 1 to 3, the last two terms of the third. Golden values: torch.
 */
export function vectorQuantiser(config: CodebookConfig): VectorQuantiser {
  const { codes, width, unit = true } = config;
  assertWhole('codes', codes, 2, 'One code says nothing.');
  assertWhole('width', width, unit ? 2 : 1, unit ? 'One number of unit length is a sign.' : '');
  const scaled = (x: Tensor): Tensor => (unit ? normalise(x) : x);
  const table = (params: Params): Tensor => scaled(params['codebook'] as Tensor);
  const one = (tokens: Tensor): Tensor =>
    oneHot(reshape(tokens, [-1]) as Tensor1D, codes, 1, 0, 'float32');
  return {
    config,
    init: (rng) => ({ codebook: normal(rng, [codes, width]) }),
    quantise: (params, z) =>
      tidy((): never => {
        const pattern = [...z.shape.slice(0, -1).map(() => null), width];
        assertShape(z, pattern, 'quantise: z', 'Give the vectors the width of the codes.');
        const rows = scaled(reshape(z, [-1, width]));
        const book = table(params);
        const ids = nearest(stopGradient(rows), stopGradient(book));
        const taken = one(ids);
        const chosen = matMul(taken, book);
        const still = stopGradient(chosen);
        const frequencies = mean(taken, 0);
        const through = add(rows, stopGradient(sub(chosen, rows)));
        return {
          vectors: reshape(through, z.shape),
          tokens: reshape(ids, z.shape.slice(0, -1)),
          codebook: distance(stopGradient(rows), chosen),
          commitment: distance(rows, still),
          perplexity: exp(neg(sum(mul(frequencies, log(maximum(frequencies, 1e-10)))))),
        } as never;
      }),
    lookUp: (params, tokens) =>
      tidy(() => reshape(matMul(one(tokens), table(params)), [...tokens.shape, width])),
  };
}

/** argmin ‖z − e‖² = argmax 2·z·e − ‖e‖²: int32 [rows] */
const nearest = (z: Tensor, codebook: Tensor): Tensor =>
  argMax(sub(mul(2, matMul(z, codebook, false, true)), sum(square(codebook), 1)), 1);

const distance = (a: Tensor, b: Tensor): Tensor => mean(sum(square(sub(a, b)), 1));

function assertWhole(name: string, value: number, least: number, why: string): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new ConfigError(
    `codebook.${name}: it must be a whole number from ${least}, got ${value}. ${why}`.trim(),
  );
}
