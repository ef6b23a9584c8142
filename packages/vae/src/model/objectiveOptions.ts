import type { Tensor } from '@xm/tensor-ops';

/** A further term for what a decoder makes: float32 [batch], with its weight in it. */
export type Guide = (made: Tensor, input: Tensor) => Tensor;

/**
 * What is added for pictures and videos that are made: the distance from the real one in the features of a joint
 * space, for instance. It can be cheated, as any classifier: look at the pictures.
 */
export interface Guides {
  readonly image?: Guide;
  readonly video?: Guide;
}

/** What an objective is told. A method takes some of it: `takes`. */
export interface VaeObjectiveOptions {
  /** Weight of the divergences: 1 is the bound itself. `beta` of a batch multiplies it. */
  readonly beta?: number;
  /** Weight of the shared latents' divergence beside that of the private ones. */
  readonly sharedBeta?: number;
  readonly guides?: Guides;
  /**
   * Weight of each modality's surprise when it is made with the private latents of the example before it in the batch.
   * Then these cannot be relied on for what is shared, and it must come from the shared ones. 0 unless told otherwise.
   */
  readonly strangers?: number;
  /** λ ≥ 0, nats: what every latent may say for nothing, mean over the batch (Kingma et al. 2016, appendix C.8). */
  readonly freeBits?: number;
}
