import type { Cursor, Example } from '@xm/data';
import type { Scalar, TrainState } from '@xm/tensor-ops';
import type { runStreams } from '../run/checkpoint.ts';

/** A method as the loop sees it: a state, and what makes it better. */
export interface Learner<Batch> {
  /** The state before the first step. */
  start(streams: ReturnType<typeof runStreams>): TrainState;
  /** The given state stays. Terms, `loss` among them, are read by the loop, and freed. */
  step(state: TrainState, batch: Batch): { state: TrainState; terms: Record<string, Scalar> };
  /** Examples as tensors, which the loop frees. `step` counts from 0. */
  collate(examples: readonly Example[], step: number): Batch;
  /** Where examples come from, if not from the run's data. A run that stopped goes on from the cursor of its last batch. */
  examples?(cursor: Cursor): AsyncIterable<{
    readonly examples: readonly Example[];
    readonly cursor: Cursor;
  }>;
  /** @throws when the numbers of a step say that it cannot go on. That they are numbers is seen to by the loop. */
  assertSound?(terms: Readonly<Record<string, number>>, step: number): void;
}
