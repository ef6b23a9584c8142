import {
  add,
  ConfigError,
  concat,
  expandDims,
  fold,
  mul,
  type Params,
  reshape,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { channelOf, type Modality, type Written } from '../channels/channels.ts';
import {
  closedCode,
  type DrawOptions,
  drawCommon,
  openCode,
  type Parts,
  temperatureOf,
} from './latentCode.ts';
import type { VaeBatch } from './vaeBatch.ts';

export interface TranslateOptions extends DrawOptions {
  /** How many are made of each input: 1 unless told otherwise. Row i·samples + j is sample j of input i. */
  readonly samples?: number;
}

/**
 * From what is there to another modality: z from what it says together, private latents that go with z, and what
 * the decoder makes of both. The temperature is 1 where there are private latents, since much is open then, and 0 where
 * there are none, unless told otherwise.
 *
 * @throws ConfigError when there is no input, or a modality is not known, or for less than one sample.
 */
export function translate<M extends Modality>(
  parts: Parts,
  params: Params,
  to: M,
  inputs: VaeBatch,
  options: TranslateOptions,
): Promise<Written[M]> {
  const { samples = 1 } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new ConfigError(`translate: samples must be a whole number from 1, got ${samples}.`);
  }
  const told = { ...options, samples, temperature: temperatureOf(parts, to, options) };
  const code = tidy(() =>
    openCode(parts, params, to, drawCommon(parts, params, inputs, told), told),
  );
  return write(parts, params, to, code, told);
}

/**
 * The same modality again from its own latents, private ones among them: how much of it goes through the model.
 *
 * @throws ConfigError when the modality is not among the inputs.
 */
export function reconstruct<M extends Modality>(
  parts: Parts,
  params: Params,
  of: M,
  inputs: VaeBatch,
  options: DrawOptions,
): Promise<Written[M]> {
  const told = { ...options, temperature: options.temperature ?? 0 };
  const code = tidy(() => closedCode(parts, params, of, inputs, told));
  return write(parts, params, of, code, told);
}

/**
 * What lies between pairs of examples: their latents, private ones among them, mixed in equal steps.
 *
 * @param from,until batches of as many rows; both have the modality
 * @param options.steps at least 2, both ends among them; row i·steps + j is step j between the examples i
 */
export function interpolate<M extends Modality>(
  parts: Parts,
  params: Params,
  of: M,
  [from, until]: readonly [VaeBatch, VaeBatch],
  options: DrawOptions & { readonly steps: number },
): Promise<Written[M]> {
  const { steps } = options;
  if (!Number.isInteger(steps) || steps < 2) {
    throw new ConfigError(`interpolate: steps must be a whole number from 2, got ${steps}.`);
  }
  const code = tidy(() => {
    const still = { ...options, temperature: 0 };
    const [a, b] = [from, until].map((inputs) => closedCode(parts, params, of, inputs, still));
    const between = Array.from({ length: steps }, (_, i) =>
      expandDims(add(a, mul(sub(b, a), i / (steps - 1))), 1),
    );
    return reshape(concat(between, 1), [-1, a.shape[1] as number]);
  });
  return write(parts, params, of, code, { ...options, temperature: 0 });
}

/** The shared latents and private ones, as one modality's channel takes them. */
export interface Code {
  /** float32 [rows, shared] */
  readonly shared: Tensor;
  /** float32 [rows, latents]; drawn where it is not given. */
  readonly own?: Tensor;
}

/** What latents stand for. */
export function decode<M extends Modality>(
  parts: Parts,
  params: Params,
  to: M,
  { shared, own }: Code,
  options: DrawOptions,
): Promise<Written[M]> {
  const told = { ...options, temperature: temperatureOf(parts, to, options) };
  const code = tidy(() =>
    own ? concat([shared, own], 1) : openCode(parts, params, to, shared, told),
  );
  return write(parts, params, to, code, told);
}

/** What a code stands for; frees the code. */
export async function write<M extends Modality>(
  { channels }: Parts,
  params: Params,
  to: M,
  code: Tensor,
  { temperature, rng, signal }: DrawOptions & { temperature: number },
): Promise<Written[M]> {
  const own = (params[to] as Params)['channel'] as Params;
  try {
    const told = { temperature, rng: fold(rng, `write ${to}`), signal };
    return (await channelOf(channels, to).write(own, code, told)) as Written[M];
  } finally {
    code.dispose();
  }
}
