import {
  initialState,
  type Objective,
  type Optimizer,
  type Params,
  type Rng,
  trainStep,
} from '@xm/tensor-ops';
import type { Learner } from './learner.ts';

/** What descends by one gradient: params, and what is minimised. */
export interface Descent<Batch> extends Pick<Learner<Batch>, 'collate'> {
  init(rng: Rng): Params;
  readonly objective: Objective<Batch>;
  readonly optimizer: Optimizer;
}

/** Gradient descent as a learner, with the norm of the gradient among the terms: the loop sees that it is finite. */
export const descent = <Batch>({
  init,
  objective,
  optimizer,
  collate,
}: Descent<Batch>): Learner<Batch> => ({
  start: (streams) => initialState(init(streams.init), optimizer, streams.train),
  step: trainStep(objective, optimizer, { gradientNorm: true }),
  collate,
});
