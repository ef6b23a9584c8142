import { ConfigError, type Params, type Tensor, tidy } from '@xm/tensor-ops';
import type { ScaleValue } from '../channels/channel.ts';
import type { TokenPrior } from './tokenPrior.ts';
import type { VqVae } from './vqVae.ts';

/** Both stages and their params. */
export interface VqStages {
  readonly vq: VqVae;
  readonly params: Params;
  readonly prior: TokenPrior;
  readonly priorParams: Params;
}

export interface VqLikelihoodOptions {
  /** float32 [batch, condition], where the prior is told one: the bound is then of log p(x | condition). */
  readonly condition?: Tensor | undefined;
  /** For a likelihood whose config has none: `measureScale`. */
  readonly scale?: ScaleValue | undefined;
}

/**
 * How probable pictures are to both stages together, from below: log p(tokens) + log p(x | tokens), of the tokens that the
 * encoder gives.
 *
 * log p(x) is log Σ p(tokens)·p(x | tokens) over all grids of tokens. None of these is negative, so that any one of them is
 * at most the sum: the bound holds whatever the encoder chose, and is exact, not an estimate that draws would change. It is
 * the evidence bound, too: the posterior is certain, has no entropy, and KL(q ‖ p) = −log p(tokens). It falls short by what
 * other grids would add, which paint the same picture about as well.
 * @param pictures float32 [batch, size, size, 3], 0…1
 * @returns nats, one for each picture. Of a density, that may be above 0.
 * @throws ConfigError when the prior is of another grid, or the likelihood has a scale that nobody gave.
 * @see van den Oord et al. 2017, section 3.1
 */
export async function vqLogLikelihood(
  { vq, params, prior, priorParams }: VqStages,
  pictures: Tensor,
  { condition, scale }: VqLikelihoodOptions = {},
): Promise<Float64Array> {
  assertSameGrid(vq, prior);
  assertScaled(vq, scale);
  const tokens = vq.encode(params, pictures);
  try {
    const surprise = tidy(() => vq.surprise(params, pictures, tokens, scale));
    const nll = await surprise.data();
    surprise.dispose();
    const logProb = await prior.logProb(priorParams, { tokens, condition });
    return logProb.map((value, i) => value - nll[i]);
  } finally {
    tokens.dispose();
  }
}

function assertSameGrid({ grid }: VqVae, { config }: TokenPrior): void {
  for (const name of ['codes', 'rows', 'columns'] as const) {
    if (grid[name] === config[name]) continue;
    throw new ConfigError(
      `vqLogLikelihood: ${name} of the prior must be ${grid[name]}, got ${config[name]}. ` +
        'Build it by the grid: tokenPrior({ ...vq.grid, … }).',
    );
  }
}

function assertScaled({ config: { likelihood = 'normal', scale } }: VqVae, given: unknown): void {
  const needsNone = likelihood === 'bernoulli' || likelihood === 'logistics';
  if (needsNone || scale !== undefined || given !== undefined) return;
  throw new ConfigError(
    'vqLogLikelihood: scale must be given, got none: at the best of each batch figures cannot be compared. ' +
      'Measure it: measureScale().',
  );
}
