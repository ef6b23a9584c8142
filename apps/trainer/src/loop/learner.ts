import type { Example } from '@xm/data';
import type { Objective, Optimizer, Params, Rng } from '@xm/tensor-ops';

/** A method as the loop sees it: params, and what makes them better. */
export interface Learner<Batch> {
  init(rng: Rng): Params;
  readonly objective: Objective<Batch>;
  readonly optimizer: Optimizer;
  /** Examples as tensors, which the loop frees. `step` counts from 0. */
  collate(examples: readonly Example[], step: number): Batch;
}
