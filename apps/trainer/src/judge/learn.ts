import { setImmediate } from 'node:timers/promises';
import {
  adamW,
  clipByGlobalNorm,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  fold,
  initialState,
  type Objective,
  type Params,
  type Rng,
  trainStep,
  warmUpCosine,
} from '@xm/tensor-ops';
import { Diverged } from '../loop/interrupted.ts';

/** What a judge learns and by what. */
export interface Lesson<Batch extends object> {
  readonly seed: number;
  readonly steps: number;
  /** The peak; warm-up over a tenth of the steps, then cosine. */
  readonly learningRate: number;
  init(rng: Rng): Params;
  readonly objective: Objective<Batch>;
  /** Tensors of a step, counted from 0, which are freed after it. */
  batch(step: number): Promise<Batch>;
}

export interface LearnOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after every step, of all that there will be. */
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/**
 * All steps of a lesson, in memory: judges are small, and kept when they are whole.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted.
 */
export async function learn<Batch extends object>(
  { seed, steps, learningRate, init, objective, batch }: Lesson<Batch>,
  { signal, onProgress }: LearnOptions = {},
): Promise<Params> {
  const warmUp = Math.ceil(steps / 10);
  const rates = warmUpCosine({ peak: learningRate, warmUp, steps });
  const optimizer = clipByGlobalNorm(1, adamW({ learningRate: rates, beta2: 0.99 }));
  const step = trainStep(objective, optimizer);
  const rng = createRng(seed);
  let state = initialState(init(fold(rng, 'init')), optimizer, fold(rng, 'train'));
  try {
    while (state.step < steps) {
      signal?.throwIfAborted();
      const tensors = await batch(state.step);
      const next = step(state, tensors);
      dispose(tensors as never);
      disposeState(state);
      state = next.state;
      // Read after the step: it bounds what is under way, too.
      const [loss] = await next.terms['loss'].data();
      dispose(next.terms);
      if (!Number.isFinite(loss)) throw new Diverged(state.step, loss);
      onProgress?.(state.step, steps);
      // Lets signals come in.
      await setImmediate();
    }
  } catch (error) {
    disposeState(state);
    throw error;
  }
  disposeParams(state.optimizer);
  return state.params;
}
