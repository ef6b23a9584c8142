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

export interface TeachOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after every step, of all that there will be. */
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/** What a judge is taught by. */
export interface Lesson<Batch> {
  init(rng: Rng): Params;
  readonly objective: Objective<Batch>;
  /** One a step, which is freed after it. There must be as many as steps. */
  readonly batches: AsyncIterable<Batch>;
  readonly steps: number;
  /** The peak; warm-up and cosine around it. */
  readonly learningRate: number;
  readonly seed: number;
}

/**
 * Teaches a judge, step by step.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted.
 */
export async function teach<Batch extends object>(
  { init, objective, batches, steps, learningRate, seed }: Lesson<Batch>,
  { signal, onProgress }: TeachOptions = {},
): Promise<Params> {
  const rates = warmUpCosine({ peak: learningRate, warmUp: Math.ceil(steps / 10), steps });
  const optimizer = clipByGlobalNorm(1, adamW({ learningRate: rates, beta2: 0.99 }));
  const step = trainStep(objective, optimizer);
  const rng = createRng(seed);
  let state = initialState(init(fold(rng, 'init')), optimizer, fold(rng, 'train'));
  try {
    signal?.throwIfAborted();
    for await (const batch of batches) {
      const next = step(state, batch);
      dispose(batch as never);
      disposeState(state);
      state = next.state;
      // Read after the step: it bounds what is under way, too.
      const [loss] = await next.terms['loss'].data();
      dispose(next.terms);
      if (!Number.isFinite(loss)) throw new Diverged(state.step, loss);
      onProgress?.(state.step, steps);
      // Lets signals come in.
      await setImmediate();
      signal?.throwIfAborted();
      if (state.step === steps) break;
    }
  } catch (error) {
    disposeState(state);
    throw error;
  }
  disposeParams(state.optimizer);
  return state.params;
}
