import {
  clone,
  concat,
  dispose,
  inference,
  neg,
  type Params,
  type Rng,
  reshape,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { ChannelInput, ScaleValue } from '../channels/channel.ts';
import { channelOf, type Modality } from '../channels/channels.ts';
import { each, type Normal } from '../distributions/normal.ts';
import { ownParams } from '../methods/objectiveOf.ts';
import { type Encoded, encode, repeatedViews, someViews, type Views } from './encode.ts';
import type { Parts } from './latentCode.ts';
import { repeatedInput } from './repeated.ts';
import { gathered, spread, type VaeBatch } from './vaeBatch.ts';

/** What latents are drawn from to score examples; its tensors are the caller's. */
export interface Proposals {
  /** Of the shared latents, where nothing is given. */
  readonly shared?: Normal;
  /** What those say that are given. */
  readonly told?: Views;
  /** Of the private latents of what is scored. */
  readonly own: Encoded['own'];
}

/**
 * @param of what is scored
 * @param given what it is scored under
 */
export function proposals(
  parts: Parts,
  params: Params,
  inputs: VaeBatch,
  of: readonly Modality[],
  given: readonly Modality[] | undefined,
): Proposals {
  const { shared, own } = encode(parts, params, only(inputs, of));
  if (given === undefined) return { shared, own };
  dispose(shared as never);
  const told = tidy((): never => {
    const views = Object.entries(someViews(parts.readers, params, only(inputs, given)));
    const kept = views.map(([one, { own: _, ...view }]) => [
      one,
      // It may be the batch's own.
      { ...view, present: clone(view.present) },
    ]);
    return Object.fromEntries(kept) as never;
  }) as Views;
  return { told, own };
}

/** Shared latents, several for each row, and what their weights have of them. */
export interface Draws {
  /** float32 [rows·draws, shared] */
  readonly z: Tensor;
  /** log p(z)/q(z | x) of each: [rows, draws]; not there where what is given stands for the prior */
  readonly ratios: Tensor | undefined;
}

export function sharedDraws(
  { method }: Parts,
  params: Params,
  { shared, told }: Proposals,
  count: number,
  rng: Rng,
): Draws {
  const own = ownParams(params);
  if (told !== undefined) {
    const near = { temperature: 1, rng };
    return { z: method.draw(own, repeatedViews(told, count), near), ratios: undefined };
  }
  const q = each(shared as Normal, count);
  const z = method.distribution.sample(q, rng);
  const prior = method.logPrior?.(own, z) as Tensor;
  const ratios = sub(prior, method.distribution.logDensity(z, q));
  return { z, ratios: reshape(ratios, [-1, count]) };
}

/** Where the draws of one modality's private latents come from. */
export interface OwnDraws {
  readonly q: Normal | undefined;
  readonly count: number;
  readonly rng: Rng;
}

/** log p(xₘ | z, wₘ)·p(wₘ | z)/q(wₘ | xₘ) at each draw: [examples, draws], 0 for examples that lack it. */
export function ofModality(
  { config: { shared }, channels, method }: Parts,
  params: Params,
  inputs: VaeBatch,
  modality: Modality,
  z: Tensor,
  { q: own, count, rng }: OwnDraws,
  scale: ScaleValue | undefined,
): Tensor {
  const channel = channelOf(channels, modality);
  const all = reshape(z, [-1, count * shared]);
  const common = reshape(gathered(inputs, modality, all), [-1, shared]);
  const q = own && each(own, count);
  const w = q && method.distribution.sample(q, rng);
  const code = w ? concat([common, w], 1) : common;
  const input = repeatedInput(inputs[modality] as ChannelInput, count) as never;
  const decoder = (params[modality] as Params)['channel'] as Params;
  const made = channel.make(decoder, code, input, inference);
  const surprise = channel.negativeLogLikelihood(made as never, input, scale);
  const ratios =
    w &&
    sub(
      method.logOwn(ownParams(params), modality, w, common),
      method.distribution.logDensity(w, q as Normal),
    );
  const weights = ratios ? sub(ratios, surprise) : neg(surprise);
  return spread(inputs, modality, reshape(weights, [-1, count]));
}

const only = (inputs: VaeBatch, some: readonly Modality[]): VaeBatch => ({
  ...Object.fromEntries(some.map((one) => [one, inputs[one]])),
  ...(inputs.gaps && { gaps: inputs.gaps }),
});
