import {
  ConfigError,
  concat,
  fold,
  type Params,
  type Rng,
  type Tensor,
  zerosLike,
} from '@xm/tensor-ops';
import { type Channels, channelOf, type Modality } from '../channels/channels.ts';
import { drawNear } from '../distributions/latentDistribution.ts';
import type { Method } from '../methods/method.ts';
import { ownParams } from '../methods/objectiveOf.ts';
import { repeatedViews, someViews, type Views } from './encode.ts';
import type { Readers } from './reader.ts';
import { type Drawing, type Samplers, withOwn } from './samplers.ts';
import { gathered, type VaeBatch } from './vaeBatch.ts';
import type { VaeConfig } from './vaeConfig.ts';

/** All parts of a model. */
export interface Parts {
  readonly config: VaeConfig;
  readonly channels: Channels;
  readonly readers: Readers;
  readonly samplers: Samplers;
  readonly method: Method;
}

/** A model, and what it has learned. */
export interface Model {
  readonly parts: Parts;
  readonly params: Params;
}

export interface DrawOptions {
  readonly rng: Rng;
  /**
   * How various: it multiplies the deviation of all latents that are drawn, and divides the logits of words. 0 gives
   * what is most typical.
   */
  readonly temperature?: number;
  readonly signal?: AbortSignal;
}

/** 1 where much is open, since there are private latents, and 0 where nothing is, unless told otherwise. */
export const temperatureOf = (
  { channels }: Parts,
  to: Modality,
  { temperature }: Pick<DrawOptions, 'temperature'>,
): number => temperature ?? (channelOf(channels, to).latents > 0 ? 1 : 0);

/** Fitted samplers where the params have them, else what the method has. */
export const drawingOf = (
  { samplers, method }: Parts,
  params: Params,
  temperature: number,
): Drawing => ({
  samplers,
  method,
  own: ownParams(params),
  params: params['samplers'] as Params | undefined,
  temperature,
});

/** `samples` draws of the shared latents for each row of the inputs. To be called within `tidy`, as all below. */
export function drawCommon(
  { readers, method }: Parts,
  params: Params,
  inputs: VaeBatch,
  { samples, temperature, rng }: { samples: number; temperature: number; rng: Rng },
): Tensor {
  const views = repeatedViews(someViews(readers, params, inputs), samples);
  return method.draw(ownParams(params), views, { temperature, rng: fold(rng, 'shared') });
}

/** A modality's code: the shared latents and private ones, drawn to go with them. */
export function openCode(
  parts: Parts,
  params: Params,
  to: Modality,
  z: Tensor,
  { temperature, rng }: { temperature: number; rng: Rng },
): Tensor {
  const drawing = drawingOf(parts, params, temperature);
  return withOwn(z, to, channelOf(parts.channels, to).latents, drawing, fold(rng, to));
}

/** The same, one modality being silent. */
const withoutOne = (views: Views, silent: Modality): Views => {
  const view = views[silent];
  return view ? { ...views, [silent]: { ...view, present: zerosLike(view.present) } } : views;
};

/**
 * A modality's code as it is itself, for the examples that have it: shared latents of all inputs, and its own.
 *
 * @throws ConfigError when it is not among the inputs, and has latents of its own.
 */
export function closedCode(
  { channels, readers, method }: Parts,
  params: Params,
  of: Modality,
  inputs: VaeBatch,
  { temperature, rng }: { temperature: number; rng: Rng },
): Tensor {
  const all = someViews(readers, params, inputs);
  const views = method.fromOthers ? withoutOne(all, of) : all;
  const drawn = method.draw(ownParams(params), views, { temperature, rng: fold(rng, 'shared') });
  const z = gathered(inputs, of, drawn);
  if (channelOf(channels, of).latents === 0) return z;
  const alone = views[of]?.own;
  if (alone !== undefined) {
    return concat([z, drawNear(method.distribution, alone, temperature, fold(rng, of))], 1);
  }
  throw new ConfigError(`${of} must be among the inputs. Without it: translate().`);
}
