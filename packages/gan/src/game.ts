import type { CriticInput, Judgement } from '@xm/networks';
import type { Network, Optimizer, Rng, Scalar, Tensor } from '@xm/tensor-ops';
import type { AdversarialLoss } from './losses/adversarialLoss.ts';

export interface GeneratorInput {
  /** float32 [batch, noise], standard normal */
  readonly noise: Tensor;
  /** float32 [batch, condition] */
  readonly condition: Tensor;
}

/** Real examples and what was said of each. A program may add fields of its own, for its guide. */
export interface GanBatch {
  /** As the generator gives them: float32 [batch, …] */
  readonly real: Tensor;
  /** float32 [batch, condition]: a class as a one-hot row, an embedding of words or of any other modality. */
  readonly condition: Tensor;
  /** float32 [batch, Σ groups]: what an auxiliary classifier is to read, see `attributeEntropy`. The condition unless given. */
  readonly labels?: Tensor;
}

/**
 * A further term for the generator to minimise, with its weight already in it: how far a fake lies from its words in a
 * joint space, for instance (`guidance`).
 */
export type Guide<Batch extends GanBatch = GanBatch> = (
  fakes: Tensor,
  batch: Batch,
  rng: Rng,
) => Scalar;

/** Who plays, by which rules. */
export interface Game<Batch extends GanBatch = GanBatch> {
  readonly generator: Network<GeneratorInput>;
  readonly critic: Network<CriticInput, Judgement>;
  /** Length of the noise. */
  readonly noise: number;
  readonly optimizers: { readonly generator: Optimizer; readonly critic: Optimizer };
  readonly loss: AdversarialLoss;
  /** See `r1Penalty`. In every `every`-th step, then as many times as strong (lazy, Karras et al. 2020). */
  readonly r1?: { readonly gamma: number; readonly every: number };
  /** Real examples under another's condition are fakes to the critic, too: `criticLoss`. */
  readonly matchingAware?: boolean;
  /** See `attributeEntropy`: classes of each attribute that the labels are made of. */
  readonly attributes?: { readonly groups: readonly number[]; readonly weight: number };
  /** The critic's kernels are divided by their largest singular value: `spectrallyNormalised`. */
  readonly spectral?: boolean;
  /** Weight of `modeSeeking`, which costs a second pass of the generator. */
  readonly modeSeeking?: number;
  readonly guide?: Guide<Batch>;
  /** Of the generator's moving average; 0.999 unless told otherwise, less in the first steps. */
  readonly averageDecay?: number;
}
