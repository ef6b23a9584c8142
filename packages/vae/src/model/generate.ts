import {
  add,
  broadcastTo,
  ConfigError,
  concat,
  expandDims,
  fold,
  mul,
  type Params,
  type Rng,
  reshape,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { type Channels, channelOf, type Modality, type Written } from '../channels/channels.ts';
import { type Normal, sampleNormal } from '../distributions/normal.ts';
import { encode } from './encode.ts';
import type { Readers } from './reader.ts';
import { type Drawing, drawShared, type Samplers, withOwn } from './samplers.ts';
import type { VaeBatch } from './vaeBatch.ts';
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
  readonly signal?: AbortSignal;
}

export interface TranslateOptions extends DrawOptions {
  /** How many are made of each input: 1 unless told otherwise. Row i·samples + j is sample j of input i. */
  readonly samples?: number;
}

/**
 * From what is there to another modality: z from the product of its posteriors, private latents that go with z, and what
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
  const { samples = 1, rng } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new ConfigError(`translate: samples must be a whole number from 1, got ${samples}.`);
  }
  const temperature = options.temperature ?? usual(parts, to);
  const code = tidy(() => {
    const { shared } = encode(parts.readers, params, inputs);
    const each = { mu: repeated(shared.mu, samples), logVar: repeated(shared.logVar, samples) };
    const z = near(each, temperature, fold(rng, 'shared'));
    return codeOf(parts, params, to, z, { ...options, temperature });
  });
  return write(parts, params, to, code, { ...options, temperature });
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
  const { temperature = 0, rng } = options;
  const code = tidy(() => fullCode(parts, params, of, inputs, temperature, rng));
  return write(parts, params, of, code, { ...options, temperature });
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
  const { steps, rng } = options;
  if (!Number.isInteger(steps) || steps < 2) {
    throw new ConfigError(`interpolate: steps must be a whole number from 2, got ${steps}.`);
  }
  const code = tidy(() => {
    const [a, b] = [from, until].map((inputs) => fullCode(parts, params, of, inputs, 0, rng));
    const between = Array.from({ length: steps }, (_, i) =>
      expandDims(add(a, mul(sub(b, a), i / (steps - 1))), 1),
    );
    return reshape(concat(between, 1), [-1, a.shape[1] as number]);
  });
  return write(parts, params, of, code, { temperature: 0, ...options });
}

/** Examples from nothing, each in several modalities at once that go together. */
export async function sample<M extends Modality>(
  parts: Parts,
  params: Params,
  into: readonly M[],
  count: number,
  options: DrawOptions,
): Promise<Pick<Written, M>> {
  const { temperature = 1, rng } = options;
  const drawing = drawingOf(parts, params, temperature);
  const z = drawShared(count, parts.config.shared, drawing, fold(rng, 'shared'));
  const made: Partial<Written> = {};
  try {
    for (const to of into) {
      const told = { ...options, temperature: options.temperature ?? usual(parts, to) };
      const code = tidy(() => codeOf(parts, params, to, z, told));
      made[to] = await write(parts, params, to, code, told);
    }
  } finally {
    z.dispose();
  }
  return made as Pick<Written, M>;
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
  const told = { ...options, temperature: options.temperature ?? usual(parts, to) };
  const code = tidy(() =>
    own ? concat([shared, own], 1) : codeOf(parts, params, to, shared, told),
  );
  return write(parts, params, to, code, told);
}

const usual = ({ channels }: Parts, to: Modality): number =>
  channelOf(channels, to).latents > 0 ? 1 : 0;

const drawingOf = ({ samplers }: Parts, params: Params, temperature: number): Drawing => ({
  samplers,
  params: params['samplers'] as Params | undefined,
  temperature,
});

const near = ({ mu, logVar }: Normal, temperature: number, rng: Rng): Tensor =>
  temperature === 0
    ? mu
    : sampleNormal({ mu, logVar: add(logVar, 2 * Math.log(temperature)) }, rng);

const repeated = (x: Tensor, times: number): Tensor => {
  const [rows, length] = x.shape as [number, number];
  return reshape(broadcastTo(expandDims(x, 1), [rows, times, length]), [rows * times, length]);
};

const codeOf = (
  parts: Parts,
  params: Params,
  to: Modality,
  z: Tensor,
  { temperature, rng }: DrawOptions & { temperature: number },
): Tensor => {
  const { latents } = channelOf(parts.channels, to);
  return withOwn(z, to, latents, drawingOf(parts, params, temperature), fold(rng, to));
};

function fullCode(
  parts: Parts,
  params: Params,
  of: Modality,
  inputs: VaeBatch,
  temperature: number,
  rng: Rng,
): Tensor {
  const { latents } = channelOf(parts.channels, of);
  const { shared, own } = encode(parts.readers, params, inputs);
  const z = near(shared, temperature, fold(rng, 'shared'));
  if (latents === 0) return z;
  const own_ = own[of];
  if (own_ !== undefined) return concat([z, near(own_, temperature, fold(rng, of))], 1);
  throw new ConfigError(`the ${of} must be among the inputs. Without it: translate().`);
}

async function write<M extends Modality>(
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
