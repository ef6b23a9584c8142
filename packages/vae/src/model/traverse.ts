import {
  add,
  ConfigError,
  concat,
  expandDims,
  mul,
  type Params,
  reshape,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@xm/tensor-ops';
import { channelOf, type Modality, type Written } from '../channels/channels.ts';
import { liesAbove } from '../methods/methods.ts';
import { write } from './generate.ts';
import { closedCode, type DrawOptions, drawCommon, openCode, type Parts } from './latentCode.ts';
import type { VaeBatch } from './vaeBatch.ts';

export interface TraverseOptions extends Omit<DrawOptions, 'temperature'> {
  /** Which of them, from 0. */
  readonly latent: number;
  /** Of those that all modalities share, or of the modality's own. */
  readonly part: 'shared' | 'own';
  /** Its first and its last value: −2 and 2 unless told otherwise, two deviations of the prior. */
  readonly from?: number;
  readonly until?: number;
  /** At least 2, both ends among them. */
  readonly steps: number;
}

/**
 * What one latent says: examples again from their own latents, with that one put to values in equal steps and all others
 * left as they are; where shared latents lie above private ones, and a shared one moves, from such as go with it.
 *
 * @param inputs all have the modality; row i·steps + j of what comes is step j of example i
 * @throws ConfigError when there is no such latent, the modality is not among the inputs, or for less than two steps.
 * @see Higgins et al. 2017, figure 2
 */
export function traverse<M extends Modality>(
  parts: Parts,
  params: Params,
  of: M,
  inputs: VaeBatch,
  options: TraverseOptions,
): Promise<Written[M]> {
  const { from = -2, until = 2, steps } = options;
  const place = placeOf(parts, of, options);
  if (!Number.isInteger(steps) || steps < 2) {
    throw new ConfigError(`traverse: steps must be a whole number from 2, got ${steps}.`);
  }
  const values = Array.from({ length: steps }, (_, i) => from + ((until - from) * i) / (steps - 1));
  const told = { ...options, samples: 1, temperature: 0 };
  const code = tidy(() => {
    const { method } = parts.config;
    if (options.part === 'own' || method === undefined || !liesAbove(method)) {
      return moved(closedCode(parts, params, of, inputs, told), place, values);
    }
    const z = moved(drawCommon(parts, params, inputs, told), place, values);
    return openCode(parts, params, of, z, told);
  });
  return write(parts, params, of, code, told);
}

/** Each row once for each value, which stands at one place of it: [rows, n] → [rows·values, n]. */
function moved(code: Tensor, place: number, values: readonly number[]): Tensor {
  const [, length] = code.shape as [number, number];
  const here = tensor(
    Array.from({ length }, (_, i) => Number(i === place)),
    [1, length],
  );
  const others = mul(code, sub(1, here));
  const each = values.map((value) => expandDims(add(others, mul(here, value)), 1));
  return reshape(concat(each, 1), [-1, length]);
}

/** Where a latent stands in a code. */
function placeOf(
  { config: { shared }, channels }: Parts,
  of: Modality,
  { latent, part }: TraverseOptions,
): number {
  const count = part === 'shared' ? shared : channelOf(channels, of).latents;
  if (Number.isInteger(latent) && latent >= 0 && latent < count) {
    return part === 'shared' ? latent : shared + latent;
  }
  const whose = part === 'shared' ? 'shared latents' : `latents of ${of} itself`;
  throw new ConfigError(`traverse: there are ${count} ${whose}, counted from 0, got ${latent}.`);
}
