import {
  add,
  ConfigError,
  dispose,
  fold,
  maximum,
  type Params,
  type Rng,
  tidy,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import type { Parts } from './latentCode.ts';
import { type Scales, scaleOf } from './measureScales.ts';
import { ofModality, proposals, sharedDraws } from './proposals.ts';
import { runningLogMeanExp } from './runningLogMeanExp.ts';
import { turn } from './turn.ts';
import { examplesIn, modalitiesIn, presence, type VaeBatch } from './vaeBatch.ts';

export interface LikelihoodOptions {
  /** K, draws for each example: the more, the closer to the likelihood, from below. */
  readonly samples: number;
  readonly rng: Rng;
  /** What is scored; all that is there unless told otherwise, but for what is `given`. */
  readonly of?: readonly Modality[];
  /** What it is scored under: the likelihood of a translation. Nothing unless told otherwise. */
  readonly given?: readonly Modality[];
  /** For modalities whose config has none: `measureScales`. */
  readonly scales?: Scales;
  readonly signal?: AbortSignal;
}

/** Rows that are decoded at once. */
const most = 256;

/**
 * How probable examples are to a model, by importance sampling: of each
 *
 *   log 1/K Σₖ p(zₖ)/q(zₖ | x) · Πₘ p(xₘ | zₖ, wₘₖ)·p(wₘₖ | zₖ)/q(wₘₖ | xₘ)
 *
 * over the modalities m of `of` that it has; zₖ is drawn from what all of them say together, wₘₖ from what xₘ says. The priors
 * are those that `sample` draws from where no sampler is fitted: N(0, I), or what the method has. Its mean is at most log p(x)
 * and grows with K; where q(z | x) is one distribution, it is at least the evidence bound. For a mixture q is one distribution
 * of the mixture's mean and variance. Under `given` zₖ is drawn from q(z | given), as in a translation, and p(z)/q(z | x) is not
 * there: log p(x | given), q(z | given) being taken for the prior; it is the prior for an example that lacks what is given.
 *
 * What is scored is each channel's likelihood at one fixed scale, its config's or that of `scales`: at the best of each
 * batch, as it is trained, figures of two batches could not be compared. Those of pixels and log-mels are densities, and
 * may be above 0.
 * @returns nats, one for each example; NaN for one that has nothing of `of`
 * @throws ConfigError for a modality that is not among the inputs, is both scored and given, or has no scale, for less than
 *   one sample, and for nothing given to a method whose shared latents have no prior; the signal's reason when aborted.
 * @see Burda et al. 2016, equation 8. Golden values: torch's multivariate normal, for a linear model.
 */
export async function logLikelihood(
  parts: Parts,
  params: Params,
  inputs: VaeBatch,
  options: LikelihoodOptions,
): Promise<Float64Array> {
  const { samples, rng, signal } = options;
  const of = scored(inputs, options);
  assertPrior(parts, options);
  const scales = Object.fromEntries(of.map((one) => [one, scaleOf(parts, one, options.scales)]));
  const examples = examplesIn(inputs);
  const chunk = Math.max(1, Math.floor(most / examples));
  const mean = runningLogMeanExp(examples);
  const drawnFrom = proposals(parts, params, inputs, of, options.given);
  try {
    for (let at = 0; at < samples; at += chunk) {
      signal?.throwIfAborted();
      const count = Math.min(chunk, samples - at);
      const lot = fold(rng, at);
      const weights = tidy(() => {
        const { z, ratios } = sharedDraws(parts, params, drawnFrom, count, fold(lot, 'shared'));
        const terms = of.map((one) => {
          const own = { q: drawnFrom.own[one], count, rng: fold(lot, one) };
          return ofModality(parts, params, inputs, one, z, own, scales[one]);
        });
        return ratios ? terms.reduce(add, ratios) : terms.reduce(add);
      });
      mean.add((await weights.data()) as Float32Array);
      weights.dispose();
      await turn();
    }
    return await withoutUnscored(mean.read(), inputs, of);
  } finally {
    dispose(drawnFrom as never);
  }
}

function assertPrior({ method, config }: Parts, { given }: LikelihoodOptions): void {
  if (given !== undefined || method.logPrior !== undefined) return;
  throw new ConfigError(
    `logLikelihood: in ${config.method?.kind} shared latents have no density, so something must be given, got nothing. ` +
      'Say what: given.',
  );
}

function scored(
  inputs: VaeBatch,
  { samples, of, given = [] }: LikelihoodOptions,
): readonly Modality[] {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new ConfigError(`logLikelihood: samples must be a whole number from 1, got ${samples}.`);
  }
  const there = modalitiesIn(inputs);
  const asked = of ?? there.filter((one) => !given.includes(one));
  const both = asked.find((one) => given.includes(one));
  if (both !== undefined) {
    throw new ConfigError(`logLikelihood: ${both} is both scored and given. Leave it out of one.`);
  }
  const missing = [...asked, ...given].find((one) => !there.includes(one));
  if (missing !== undefined) {
    throw new ConfigError(`logLikelihood: ${missing} must be among the inputs. Leave it out.`);
  }
  if (asked.length > 0) return asked;
  throw new ConfigError('logLikelihood: there must be a modality to be scored.');
}

/** NaN for the examples that have nothing of what is scored. */
async function withoutUnscored(
  values: Float64Array,
  inputs: VaeBatch,
  of: readonly Modality[],
): Promise<Float64Array> {
  const has = tidy(() =>
    of
      .map((one) => presence(inputs, one))
      .reduce(maximum)
      .clone(),
  );
  const isThere = await has.data();
  has.dispose();
  return values.map((value, i) => (isThere[i] > 0 ? value : Number.NaN));
}
