import type { Batch } from '@xm/data';
import {
  adamW,
  clipByGlobalNorm,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  fold,
  initialState,
  type Optimizer,
  type Params,
  trainStep,
  warmUpCosine,
} from '@xm/tensor-ops';
import { disposeBatch } from './jointBatch.ts';
import type { JointSpace } from './jointSpace.ts';

export interface TrainJointSpaceOptions {
  readonly steps: number;
  readonly seed?: number;
  /** The peak of the learning rate: 0.01 unless told otherwise, which suits the tiny networks. */
  readonly learningRate?: number;
  /** See `infoNce`; 0.02 unless told otherwise. */
  readonly labelSmoothing?: number;
  readonly onStep?: (step: number, loss: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * AdamW with warm-up and cosine, gradients clipped: what both `trainJointSpace` and the trainer use.
 * Word vectors and positions do not decay: a rare word would fade between its uses.
 */
export const jointSpaceOptimizer = (options: {
  steps: number;
  learningRate: number;
  warmUp: number;
  weightDecay: number;
}): Optimizer =>
  clipByGlobalNorm(
    1,
    adamW({
      learningRate: warmUpCosine({
        peak: options.learningRate,
        warmUp: options.warmUp,
        steps: options.steps,
      }),
      beta2: 0.98,
      weightDecay: options.weightDecay,
      decays: (path, leaf) => leaf.rank > 1 && !/(?:positions|embedding\.table)$/.test(path),
    }),
  );

/**
 * Trains a joint space over a stream of batches, for `steps` or until the stream ends, and gives its
 * params.
 *
 * @throws the signal's reason when aborted.
 */
export async function trainJointSpace(
  space: JointSpace,
  stream: AsyncIterable<Batch>,
  options: TrainJointSpaceOptions,
): Promise<Params> {
  const { steps, seed = 0, learningRate = 0.01, labelSmoothing = 0.02, onStep, signal } = options;
  const warmUp = Math.min(50, Math.ceil(steps / 10));
  const optimizer = jointSpaceOptimizer({ steps, learningRate, warmUp, weightDecay: 0.02 });
  const step = trainStep(space.objective({ labelSmoothing }), optimizer);
  const rng = createRng(seed);
  let state = initialState(space.init(fold(rng, 'init')), optimizer, fold(rng, 'train'));
  try {
    for await (const { examples } of stream) {
      signal?.throwIfAborted();
      const batch = space.collate(examples);
      const next = step(state, batch);
      disposeBatch(batch);
      disposeState(state);
      state = next.state;
      if (onStep) onStep(state.step, (await next.terms['loss'].data())[0]);
      dispose(next.terms);
      if (state.step >= steps) break;
    }
  } catch (error) {
    disposeState(state);
    throw error;
  }
  disposeParams(state.optimizer);
  return state.params;
}
