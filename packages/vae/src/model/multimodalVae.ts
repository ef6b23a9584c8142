import { ConfigError, fold, type Objective, type Params, type Rng, tidy } from '@xm/tensor-ops';
import {
  buildChannels,
  type Channels,
  channelOf,
  type Modality,
  modalities,
  type Written,
} from '../channels/channels.ts';
import { liesAbove, methodOf } from '../methods/methods.ts';
import { type Encoded, encode } from './encode.ts';
import {
  type Code,
  decode,
  interpolate,
  reconstruct,
  type TranslateOptions,
  translate,
} from './generate.ts';
import type { DrawOptions, Parts } from './latentCode.ts';
import { type LikelihoodOptions, logLikelihood } from './logLikelihood.ts';
import type { Guide, VaeObjectiveOptions } from './objectiveOptions.ts';
import { type Features, type Reader, reader } from './reader.ts';
import { buildSamplers } from './samplers.ts';
import { sample, translateTogether } from './together.ts';
import { type TraverseOptions, traverse } from './traverse.ts';
import type { VaeBatch } from './vaeBatch.ts';
import type { VaeConfig } from './vaeConfig.ts';

export interface MultimodalVae extends Parts {
  /**
   * `{ [modality]: { channel, shared, own } }`, and `method` where it has params of its own. What is drawn in use comes from
   * `fitSamplers`, as `samplers` beside them.
   */
  init(rng: Rng): Params;
  /** What is minimised: see the method, which is `vaeObjective` unless told otherwise. */
  objective(options?: VaeObjectiveOptions): Objective<VaeBatch>;
  /** See `encode`. */
  encode(params: Params, inputs: VaeBatch): Encoded;
  /** See `decode`. */
  decode<M extends Modality>(
    params: Params,
    to: M,
    code: Code,
    options: DrawOptions,
  ): Promise<Written[M]>;
  /** See `translate`. */
  translate<M extends Modality>(
    params: Params,
    to: M,
    inputs: VaeBatch,
    options: TranslateOptions,
  ): Promise<Written[M]>;
  /** See `reconstruct`. */
  reconstruct<M extends Modality>(
    params: Params,
    of: M,
    inputs: VaeBatch,
    options: DrawOptions,
  ): Promise<Written[M]>;
  /** See `interpolate`. */
  interpolate<M extends Modality>(
    params: Params,
    of: M,
    ends: readonly [VaeBatch, VaeBatch],
    options: DrawOptions & { readonly steps: number },
  ): Promise<Written[M]>;
  /** See `traverse`. */
  traverse<M extends Modality>(
    params: Params,
    of: M,
    inputs: VaeBatch,
    options: TraverseOptions,
  ): Promise<Written[M]>;
  /** See `sample`. */
  sample<M extends Modality>(
    params: Params,
    into: readonly M[],
    count: number,
    options: DrawOptions,
  ): Promise<Pick<Written, M>>;
  /** See `translateTogether`. */
  translateTogether<M extends Modality>(
    params: Params,
    into: readonly M[],
    inputs: VaeBatch,
    options: DrawOptions,
  ): Promise<Pick<Written, M>>;
  /** See `logLikelihood`. */
  logLikelihood(
    params: Params,
    inputs: VaeBatch,
    options: LikelihoodOptions,
  ): Promise<Float64Array>;
}

/**
 * A variational model of any modalities, with latents that all have in common and latents that each has to itself. An
 * example may have any of them, in training and in use.
 *
 * @param given.features from outside, for the modalities whose config announces them
 * @throws ConfigError when there is no modality, or a part cannot be built.
 * @see Sutter et al. 2021; Lee and Pavlovic 2021; Palumbo et al. 2023; Dai and Wipf 2019
 */
export function multimodalVae(
  config: VaeConfig,
  given: { readonly features?: Features } = {},
): MultimodalVae {
  const { shared, channels: configs } = config;
  if (!Number.isInteger(shared) || shared < 1) {
    throw new ConfigError(`shared must be a whole number from 1, got ${shared}. 16 is a start.`);
  }
  const told = config.method ?? { kind: 'recipe' };
  const above = liesAbove(told);
  const channels = buildChannels(configs, shared, above);
  const known = modalities.filter((modality) => modality in channels);
  if (known.length === 0) {
    throw new ConfigError(`channels: there must be one of ${modalities.join(', ')}.`);
  }
  const readers: Partial<Record<Modality, Reader>> = {};
  for (const modality of known) {
    const own = configs[modality]!;
    const channel = channelOf(channels, modality);
    const read = above ? undefined : shared;
    readers[modality] = reader(modality, channel, own, read, given.features?.[modality]);
  }
  const method = methodOf(told, { shared, channels: configs, readers });
  const samplers = buildSamplers(config.sampler, shared, method.drawsOwn ? {} : readers);
  const parts: Parts = { config, channels, readers, samplers, method };
  return {
    ...parts,
    init: (rng) => {
      const own = method.init(fold(rng, 'method'));
      return {
        ...Object.fromEntries(known.map((one) => [one, readers[one]!.init(fold(rng, one))])),
        ...(Object.keys(own).length > 0 && { method: own }),
      };
    },
    objective: (options = {}) =>
      method.objective({ ...options, guides: onPixels(channels, options.guides) }),
    encode: (params, inputs) => encode(parts, params, inputs),
    decode: (params, to, code, options) => decode(parts, params, to, code, options),
    translate: (params, to, inputs, options) => translate(parts, params, to, inputs, options),
    reconstruct: (params, of, inputs, options) => reconstruct(parts, params, of, inputs, options),
    interpolate: (params, of, ends, options) => interpolate(parts, params, of, ends, options),
    traverse: (params, of, inputs, options) => traverse(parts, params, of, inputs, options),
    sample: (params, into, count, options) => sample(parts, params, into, count, options),
    translateTogether: (params, into, inputs, options) =>
      translateTogether(parts, params, into, inputs, options),
    logLikelihood: (params, inputs, options) => logLikelihood(parts, params, inputs, options),
  };
}

/** Guides see pixels, whatever the decoder gives for them. */
function onPixels(
  channels: Channels,
  guides: NonNullable<VaeObjectiveOptions['guides']> = {},
): NonNullable<VaeObjectiveOptions['guides']> {
  const wrapped = (['image', 'video'] as const).flatMap((one): [string, Guide][] => {
    const guide = guides[one];
    const shown = channels[one]?.shown;
    if (!guide || !shown) return [];
    return [[one, (made, input) => tidy(() => guide(shown(made), input))]];
  });
  return Object.fromEntries(wrapped);
}
