import type { Json, Params, Rng, Scalar, Tensor } from '@xm/tensor-ops';
import type { Spread } from '../flow/spread.ts';

export interface SampleOptions {
  readonly rng: Rng;
  /** What the deviation of all noise is multiplied by: 1 unless told otherwise, less for what is more typical. */
  readonly temperature?: number;
}

/** Draws latents as they are distributed, given a condition. Its params are fitted to codes. */
export interface LatentSampler {
  readonly config: Json;
  /** Params of the shapes that they have when they are fitted. */
  init(rng: Rng): Params;
  /** float32 [rows, latents]; as many rows as the condition has, or as are asked for where there is none. */
  sample(params: Params, condition: Tensor | number, options: SampleOptions): Tensor;
}

/** The network alone learns. */
export type SamplerParams = Params & {
  readonly network: Params;
  readonly latents: Spread;
  readonly condition?: Spread;
};

/** One whose network learns by gradients, and is told and says what is standardised. */
export interface LearnedSampler extends LatentSampler {
  readonly kind: 'flow' | 'autoregressive';
  /** Rows of a step of learning, unless told otherwise. */
  readonly batch: number;
  /** `{ network, latents, condition }`, with how what it is fitted to spreads, and its condition, if there is one. */
  init(rng: Rng): SamplerParams;
  /** @param x float32 [batch, latents]   @param condition float32 [batch, condition], or nothing */
  loss(params: SamplerParams, x: Tensor, condition: Tensor | undefined, rng: Rng): Scalar;
  sample(params: SamplerParams, condition: Tensor | number, options: SampleOptions): Tensor;
}
