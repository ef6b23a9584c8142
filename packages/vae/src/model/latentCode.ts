import {
  add,
  broadcastTo,
  ConfigError,
  concat,
  expandDims,
  fold,
  type Params,
  type Rng,
  reshape,
  type Tensor,
} from '@xm/tensor-ops';
import { type Channels, channelOf, type Modality } from '../channels/channels.ts';
import { type Normal, sampleNormal } from '../distributions/normal.ts';
import { encode } from './encode.ts';
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
}

export interface DrawOptions {
  readonly rng: Rng;
  /**
   * How various: it multiplies the deviation of all latents that are drawn, and divides the logits of words. 0 gives
   * what is most typical.
   */
  readonly temperature?: number;
  /**
   * Of what has private latents, so many are made where one is asked for, and one is kept: see `tellingCode`. As the config
   * has it unless told otherwise.
   */
  readonly candidates?: number;
  readonly signal?: AbortSignal;
}

/** 1 where much is open, since there are private latents, and 0 where nothing is, unless told otherwise. */
export const temperatureOf = (
  { channels }: Parts,
  to: Modality,
  { temperature }: Pick<DrawOptions, 'temperature'>,
): number => temperature ?? (channelOf(channels, to).latents > 0 ? 1 : 0);

/** Fitted samplers where the params have them, else the prior. */
export const drawingOf = ({ samplers }: Parts, params: Params, temperature: number): Drawing => ({
  samplers,
  params: params['samplers'] as Params | undefined,
  temperature,
});

/** A draw near the mean of a posterior: the mean itself at a temperature of 0. */
const near = ({ mu, logVar }: Normal, temperature: number, rng: Rng): Tensor =>
  temperature === 0
    ? mu
    : sampleNormal({ mu, logVar: add(logVar, 2 * Math.log(temperature)) }, rng);

/** Each row so many times, one after the other. */
export const repeated = (x: Tensor, times: number): Tensor => {
  const [rows, length] = x.shape as [number, number];
  return reshape(broadcastTo(expandDims(x, 1), [rows, times, length]), [rows * times, length]);
};

/** `samples` draws of the shared latents for each row of the inputs. To be called within `tidy`, as all below. */
export function drawCommon(
  { readers }: Parts,
  params: Params,
  inputs: VaeBatch,
  { samples, temperature, rng }: { samples: number; temperature: number; rng: Rng },
): Tensor {
  const { mu, logVar } = encode(readers, params, inputs).shared;
  const each = { mu: repeated(mu, samples), logVar: repeated(logVar, samples) };
  return near(each, temperature, fold(rng, 'shared'));
}

/** A modality's code: the shared latents and private ones, drawn to go with them. */
export function openCode(
  parts: Parts,
  params: Params,
  to: Modality,
  z: Tensor,
  { temperature, rng }: { temperature: number; rng: Rng },
): Tensor {
  const { latents } = channelOf(parts.channels, to);
  return withOwn(z, to, latents, drawingOf(parts, params, temperature), fold(rng, to));
}

/**
 * A modality's code as it is itself, for the examples that have it: shared latents of all inputs, and its own.
 *
 * @throws ConfigError when it is not among the inputs, and has latents of its own.
 */
export function closedCode(
  { channels, readers }: Parts,
  params: Params,
  of: Modality,
  inputs: VaeBatch,
  { temperature, rng }: { temperature: number; rng: Rng },
): Tensor {
  const { shared, own } = encode(readers, params, inputs);
  const z = gathered(inputs, of, near(shared, temperature, fold(rng, 'shared')));
  if (channelOf(channels, of).latents === 0) return z;
  const alone = own[of];
  if (alone !== undefined) return concat([z, near(alone, temperature, fold(rng, of))], 1);
  throw new ConfigError(`${of} must be among the inputs. Without it: translate().`);
}
