import { mul, type Params, type Rng, type Scalar, type Tensor } from '@xm/tensor-ops';
import type { Expert } from '../experts/expert.ts';
import { expertOf } from '../model/encode.ts';
import type { Guides, VaeObjectiveOptions } from '../model/objectiveOptions.ts';
import { type Side, sidesOf } from '../model/side.ts';
import { examplesIn, type VaeBatch } from '../model/vaeBatch.ts';
import type { MethodParts } from './method.ts';

/** A batch as an objective sees it. */
export interface Sight {
  readonly batch: VaeBatch;
  readonly examples: number;
  readonly sides: readonly Side[];
  /** Of each side, what it says of the shared latents, with a row for each example of the batch. */
  readonly experts: readonly Expert[];
  /** Of each side, what its surprise is multiplied by. */
  readonly weights: readonly number[];
  /** Weight of all divergences. */
  readonly beta: number | Tensor;
  /** Weight of the shared latents' divergence beside that of the private ones. */
  readonly sharedBeta: number;
  readonly freeBits: number;
  readonly guides: Guides;
}

/** A part of a loss, and what of it is worth watching. */
export interface Cost {
  /** Nats, mean over the batch. */
  readonly cost: Scalar;
  readonly terms: Record<string, Scalar>;
}

export function sightOf(
  { readers, channels }: MethodParts,
  params: Params,
  batch: VaeBatch,
  { beta = 1, sharedBeta = 1, freeBits = 0, guides = {} }: VaeObjectiveOptions,
  rng: Rng,
): Sight {
  const sides = sidesOf(readers, params, batch, rng);
  return {
    batch,
    examples: examplesIn(batch),
    sides,
    experts: sides.map(({ modality, posterior }) => expertOf(batch, modality, posterior.shared)),
    weights: sides.map(({ modality }) => channels[modality]?.weight ?? 1),
    beta: batch.beta ? mul(beta, batch.beta) : beta,
    sharedBeta,
    freeBits,
    guides,
  };
}
