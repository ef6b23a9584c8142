import {
  add,
  ConfigError,
  concat,
  dispose,
  expandDims,
  fold,
  inference,
  maximum,
  neg,
  type Params,
  type Rng,
  reshape,
  sub,
  type Tensor,
  tidy,
  tile,
  zerosLike,
} from '@xm/tensor-ops';
import type { ChannelInput, ScaleValue } from '../channels/channel.ts';
import { channelOf, type Modality } from '../channels/channels.ts';
import { type Normal, normalLogDensity, sampleNormal } from '../distributions/normal.ts';
import { type Encoded, encode } from './encode.ts';
import type { Parts } from './latentCode.ts';
import { logMeanExp } from './logMeanExp.ts';
import { type Scales, scaleOf } from './measureScales.ts';
import { turn } from './turn.ts';
import { examplesIn, gathered, modalitiesIn, presence, spread, type VaeBatch } from './vaeBatch.ts';

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
 *   log 1/K Σₖ p(zₖ)/q(zₖ | x) · Πₘ p(xₘ | zₖ, wₘₖ)·p(wₘₖ)/q(wₘₖ | xₘ)
 *
 * over the modalities m of `of` that it has; zₖ is drawn from what all of them say together, wₘₖ from what xₘ says, and both
 * priors are N(0, I). Its mean is at most log p(x), at least the evidence bound, and grows
 * with K. Under `given` zₖ is drawn from q(z | given) and p(z)/q(z | x) is not there: log p(x | given), q(z | given)
 * being taken for the prior, as a translation takes it; an example that lacks what is given is scored under N(0, I).
 *
 * What is scored is each channel's likelihood at one fixed scale, its config's or that of `scales`: at the best of each
 * batch, as it is trained, figures of two batches could not be compared. Those of pixels and log-mels are densities, and
 * may be above 0.
 * @returns nats, one for each example; NaN for one that has nothing of `of`
 * @throws ConfigError for a modality that is not among the inputs, is both scored and given, or has no scale, and for less
 *   than one sample; the signal's reason when aborted.
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
  const scales = Object.fromEntries(of.map((one) => [one, scaleOf(parts, one, options.scales)]));
  const examples = examplesIn(inputs);
  const chunk = Math.max(1, Math.floor(most / examples));
  const mean = logMeanExp(examples);
  const drawnFrom = proposals(parts, params, inputs, of, options.given);
  try {
    for (let at = 0; at < samples; at += chunk) {
      signal?.throwIfAborted();
      const count = Math.min(chunk, samples - at);
      const lot = fold(rng, at);
      const weights = tidy(() => {
        const z = drawn(drawnFrom.shared, count, fold(lot, 'shared'));
        const terms = of.map((one) => {
          const own = drawnFrom.own[one];
          const w = own && drawn(own, count, fold(lot, one));
          return ofModality(parts, params, inputs, one, { z: z.draws, w, count }, scales[one]);
        });
        return options.given ? terms.reduce(add) : terms.reduce(add, z.ratios);
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

/** What shared latents are drawn from, and private ones of what is scored. */
function proposals(
  { readers }: Parts,
  params: Params,
  inputs: VaeBatch,
  of: readonly Modality[],
  given: readonly Modality[] | undefined,
): Encoded {
  const scored = encode(readers, params, only(inputs, of));
  if (given === undefined) return scored;
  const told = encode(readers, params, only(inputs, given));
  dispose(told.own as never);
  dispose(scored.shared as never);
  return { shared: told.shared, own: scored.own };
}

/** Several draws for each row, and what their weights have of them. */
interface Draws {
  /** float32 [rows, draws·latents] */
  readonly draws: Tensor;
  /** log N(x; 0, I)/q(x) of each: [rows, draws] */
  readonly ratios: Tensor;
}

function drawn({ mu, logVar }: Normal, count: number, rng: Rng): Draws {
  const [rows, latents] = mu.shape as [number, number];
  const each = { mu: tile(mu, [1, count]), logVar: tile(logVar, [1, count]) };
  const draws = sampleNormal(each, rng);
  const single = (x: Tensor): Tensor => reshape(x, [rows * count, latents]);
  const q = { mu: single(each.mu), logVar: single(each.logVar) };
  const x = single(draws);
  const prior = normalLogDensity(x, { mu: zerosLike(x), logVar: zerosLike(x) });
  return { draws, ratios: reshape(sub(prior, normalLogDensity(x, q)), [rows, count]) };
}

/** log p(xₘ | z, wₘ)·p(wₘ)/q(wₘ | xₘ) at each draw: [examples, draws], 0 for examples that lack it. */
function ofModality(
  { config: { shared }, channels }: Parts,
  params: Params,
  inputs: VaeBatch,
  modality: Modality,
  { z, w, count }: { readonly z: Tensor; readonly w: Draws | undefined; readonly count: number },
  scale: ScaleValue | undefined,
): Tensor {
  const channel = channelOf(channels, modality);
  const common = reshape(gathered(inputs, modality, z), [-1, shared]);
  const code = w ? concat([common, reshape(w.draws, [-1, channel.latents])], 1) : common;
  const input = repeated(inputs[modality] as ChannelInput, count) as never;
  const decoder = (params[modality] as Params)['channel'] as Params;
  const made = channel.make(decoder, code, input, inference);
  const nll = reshape(channel.negativeLogLikelihood(made as never, input, scale), [-1, count]);
  return spread(inputs, modality, w ? sub(w.ratios, nll) : neg(nll));
}

/** Each row so many times, one after the other. */
function repeated(input: ChannelInput, times: number): ChannelInput {
  if (!('shape' in input)) {
    const parts = Object.entries(input).map(([name, x]) => [name, repeated(x, times)]);
    return Object.fromEntries(parts);
  }
  const [rows, ...rest] = input.shape;
  const each = [1, times, ...rest.map(() => 1)];
  return reshape(tile(expandDims(input, 1), each), [rows * times, ...rest]);
}

const only = (inputs: VaeBatch, some: readonly Modality[]): VaeBatch => ({
  ...Object.fromEntries(some.map((one) => [one, inputs[one]])),
  ...(inputs.gaps && { gaps: inputs.gaps }),
});

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
