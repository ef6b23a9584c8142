import type { Json, Params, Rng, Tensor } from '@xm/tensor-ops';

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
