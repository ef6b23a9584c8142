import {
  concat,
  fold,
  mul,
  type Objective,
  type Params,
  type Rng,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import {
  type AutoregressiveSampler,
  type AutoregressiveSamplerConfig,
  autoregressiveSampler,
} from '../autoregressive/autoregressiveSampler.ts';
import type { Modality } from '../channels/channels.ts';
import { type FlowConfig, type FlowSampler, flowSampler } from '../flow/flowSampler.ts';
import type { Method } from '../methods/method.ts';
import type { MixtureConfig } from '../mixture/fitMixture.ts';
import { type MixtureSampler, mixtureSampler } from '../mixture/mixtureSampler.ts';
import type { LatentCodes } from './drawCodes.ts';
import type { LatentSampler, LearnedSampler, SamplerParams } from './latentSampler.ts';
import type { Readers } from './reader.ts';

/** What is drawn: the shared latents, or those that one modality has to itself. */
export type Drawn = 'shared' | Modality;

/**
 * How latents are drawn: by a flow, unless told otherwise, one after the other, each by those before it, or from a mixture of
 * normal distributions.
 */
export type SamplerConfig =
  | (FlowConfig & { readonly kind?: 'flow' | undefined })
  | AutoregressiveSamplerConfig
  | MixtureConfig;

/** One for each part of the latents that can be drawn. */
export type Samplers = Partial<
  Readonly<Record<Drawn, FlowSampler | AutoregressiveSampler | MixtureSampler>>
>;

/** The shared latents are drawn from nothing; private ones under the shared. None without a config. */
export function buildSamplers(
  config: SamplerConfig | undefined,
  shared: number,
  readers: Readers,
): Samplers {
  if (config === undefined) return {};
  const own = Object.entries(readers).flatMap(([modality, { channel }]) =>
    channel.latents > 0 ? [[modality, build(config, channel.latents, shared)]] : [],
  );
  return { shared: build(config, shared, 0), ...Object.fromEntries(own) };
}

function build(config: SamplerConfig, latents: number, condition: number) {
  if (config.kind === 'mixture') return mixtureSampler(config, latents, condition);
  if (config.kind === 'autoregressive') return autoregressiveSampler(config, latents, condition);
  return flowSampler(config, latents, condition);
}

/** The loss of a sampler's network at latents as `drawCodes` draws them, which spread as they do. */
export const samplerObjective =
  (sampler: LearnedSampler, spreads: Omit<SamplerParams, 'network'>): Objective<LatentCodes> =>
  (network, { shared, own }, rng) => {
    const params = { ...spreads, network } as SamplerParams;
    const loss = sampler.loss(params, own ?? shared, own && shared, fold(rng, 'flow'));
    return { loss, terms: {} };
  };

/** Fitted samplers, where there are some; else what they stand in for, the prior that the method has. */
export interface Drawing {
  readonly samplers: Samplers;
  readonly method: Method;
  /** The method's own. */
  readonly own: Params;
  /** `{ shared, [modality] }` */
  readonly params: Params | undefined;
  readonly temperature: number;
}

/** float32 [rows, shared] */
export function drawShared(rows: number, drawing: Drawing, rng: Rng): Tensor {
  const { samplers, params, temperature, method, own } = drawing;
  const fitted = params?.['shared'] as Params | undefined;
  if (!fitted) return tidy(() => method.drawPrior(own, rows, { temperature, rng }));
  return (samplers.shared as LatentSampler).sample(fitted, rows, { rng, temperature });
}

/** float32 [rows, shared + latents]: the shared latents with private ones that go with them. To be called within `tidy`. */
export function withOwn(
  z: Tensor,
  modality: Modality,
  latents: number,
  drawing: Drawing,
  rng: Rng,
): Tensor {
  if (latents === 0) return mul(z, 1);
  const { samplers, params, temperature, method, own } = drawing;
  const fitted = params?.[modality] as Params | undefined;
  const w = fitted
    ? (samplers[modality] as LatentSampler).sample(fitted, z, { rng, temperature })
    : method.drawOwn(own, modality, z, { temperature, rng });
  return concat([z, w], 1);
}
