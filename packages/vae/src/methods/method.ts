import type { Objective, Params, Rng, Tensor } from '@xm/tensor-ops';
import type { BoundName } from '../bounds/drawnBound.ts';
import type { ChannelConfigs, Modality } from '../channels/channels.ts';
import type { DistributionName, LatentDistribution } from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Views } from '../model/encode.ts';
import type { VaeObjectiveOptions } from '../model/objectiveOptions.ts';
import type { Readers } from '../model/reader.ts';
import type { VaeBatch } from '../model/vaeBatch.ts';

/** What a method is built from. */
export interface MethodParts {
  /** Latents that all modalities have in common. */
  readonly shared: number;
  readonly channels: ChannelConfigs;
  readonly readers: Readers;
}

/** Of what is drawn in use. */
export interface Near {
  /** It multiplies deviations; 0 gives what is most typical. */
  readonly temperature: number;
  readonly rng: Rng;
}

/**
 * How latents come about in use. All of it is called within `tidy`. `params` are the method's own, `{}` where it has
 * none.
 */
export interface Use {
  readonly distribution: LatentDistribution;
  /** What the modalities of an example say together of the shared latents: mean and variance, [batch, shared]. */
  posterior(params: Params, views: Views): Normal;
  /** Shared latents drawn from what they say together: [batch, shared]. */
  draw(params: Params, views: Views, near: Near): Tensor;
  /** Whether the shared latents that a decoder is told never come from its own modality, in `reconstruct` either. */
  readonly fromOthers?: boolean;
  /**
   * Whether private latents in use are always those of `drawOwn`, and no sampler is fitted to others: beside shared latents of
   * another modality, decoders have been told no others.
   */
  readonly drawsOwn?: true;
  /** Shared latents from nothing, where no flow is fitted: [rows, shared]. */
  drawPrior(params: Params, rows: number, near: Near): Tensor;
  /** Private latents that go with shared ones, where no flow is fitted: [rows, latents]. */
  drawOwn(params: Params, modality: Modality, z: Tensor, near: Near): Tensor;
  /** Log density of what `drawPrior` draws: [rows, shared] → [rows], nats. Not there where it has none. */
  logPrior?(params: Params, z: Tensor): Tensor;
  /** Log density of what `drawOwn` draws: [rows, latents], under [rows, shared] → [rows], nats. */
  logOwn(params: Params, modality: Modality, w: Tensor, z: Tensor): Tensor;
}

/** One model of the family: what it has beside encoders and decoders, what it minimises, how it is used. */
export interface Method extends Use {
  /** Its own params, beside those of the modalities; none where it needs none. */
  init(rng: Rng): Params;
  /** What its objective can be told. */
  readonly takes: readonly (keyof VaeObjectiveOptions)[];
  objective(options: VaeObjectiveOptions): Objective<VaeBatch>;
}

/** What there is of one model, and how to build it. */
export interface MethodKind<Config> {
  /** Those that it can be told to take; the first is taken unless told otherwise. */
  readonly bounds: readonly BoundName[];
  /** Those of latents; the first is taken unless told otherwise. */
  readonly distributions: readonly DistributionName[];
  /** Whether modalities may have private latents. */
  readonly own: 'none' | 'any' | 'some' | 'each';
  /** Whether shared latents lie above private ones: they are read from these, which are all that decoders are told. */
  readonly above?: true;
  build(config: Config, parts: MethodParts): Method;
}
