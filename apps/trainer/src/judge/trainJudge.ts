import { setImmediate } from 'node:timers/promises';
import { type Example, random, shapes } from '@xm/data';
import {
  adamW,
  clipByGlobalNorm,
  createRng,
  dispose,
  disposeParams,
  disposeState,
  fold,
  initialState,
  type Params,
  tensor,
  trainStep,
  warmUpCosine,
} from '@xm/tensor-ops';
import { Diverged } from '../loop/interrupted.ts';
import type { JudgeConfig } from './judgeConfig.ts';
import { judgeNetwork } from './judgeNetwork.ts';
import { type JudgeBatch, judgeObjective } from './judgeObjective.ts';
import { layoutOf, poseLength } from './layout.ts';
import { pixelsOf } from './pixels.ts';
import { roughener } from './roughener.ts';
import { targetsOf } from './targets.ts';

export interface TrainJudgeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told after every step, of all that there will be. */
  readonly onProgress?: ((steps: number, total: number) => void) | undefined;
}

/**
 * Teaches a judge on training pictures of `shapes`, each seen once and roughened.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted.
 */
export async function trainJudge(
  config: JudgeConfig,
  { signal, onProgress }: TrainJudgeOptions = {},
): Promise<Params> {
  const { level, seed, steps, batch, learningRate, encoder } = config;
  const network = judgeNetwork(config);
  const warmUp = Math.ceil(steps / 10);
  const rates = warmUpCosine({ peak: learningRate, warmUp, steps });
  const optimizer = clipByGlobalNorm(1, adamW({ learningRate: rates, beta2: 0.99 }));
  const step = trainStep(judgeObjective(network, layoutOf(level)), optimizer);
  const collate = collator(config);
  const source = shapes({ level, seed, size: encoder.size, count: steps * batch });
  const rng = createRng(seed);
  let state = initialState(network.init(fold(rng, 'init')), optimizer, fold(rng, 'train'));
  try {
    for (let first = 0; first < source.length; first += batch) {
      signal?.throwIfAborted();
      const indices = Array.from({ length: batch }, (_, i) => first + i);
      const examples = await Promise.all(indices.map((index) => source.get(index)));
      const tensors = collate(examples, first);
      const next = step(state, tensors);
      dispose({ ...tensors });
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

/** Examples, the first of which has the given index, as roughened pixels and targets. */
function collator({ level, seed, encoder: { size } }: JudgeConfig) {
  const layout = layoutOf(level);
  const roughen = roughener(size, seed);
  return (examples: readonly Example[], first: number): JudgeBatch => {
    const count = examples.length;
    const each = 3 * size * size;
    const pixels = new Float32Array(count * each);
    examples.forEach(({ image }, i) => {
      pixels.set(roughen(pixelsOf(image!, size), random(seed, first + i)), i * each);
    });
    const { words, pose, counts } = targetsOf(examples, layout);
    return {
      pixels: tensor(pixels, [count, size, size, 3]),
      words: tensor(words, [count, layout.words]),
      pose: tensor(pose, [count, poseLength]),
      counts: tensor(counts, [count, poseLength]),
    };
  };
}
