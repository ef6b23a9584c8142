import { type Example, random, shapes } from '@xm/data';
import { type Params, tensor } from '@xm/tensor-ops';
import type { JudgeConfig } from './judgeConfig.ts';
import { judgeNetwork } from './judgeNetwork.ts';
import { type JudgeBatch, judgeObjective } from './judgeObjective.ts';
import { layoutOf, poseLength } from './layout.ts';
import { pixelsOf } from './pixels.ts';
import { roughener } from './roughener.ts';
import { targetsOf } from './targets.ts';
import { type TeachOptions, teach } from './teach.ts';

/**
 * Teaches a judge on training pictures of `shapes`, each seen once and roughened.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted.
 */
export function trainJudge(config: JudgeConfig, options: TeachOptions = {}): Promise<Params> {
  const { level, seed, steps, learningRate } = config;
  const network = judgeNetwork(config);
  const objective = judgeObjective(network, layoutOf(level));
  const batches = batchesOf(config);
  return teach({ init: network.init, objective, batches, steps, learningRate, seed }, options);
}

async function* batchesOf(config: JudgeConfig): AsyncGenerator<JudgeBatch> {
  const { level, seed, steps, batch, encoder } = config;
  const collate = collator(config);
  const source = shapes({ level, seed, size: encoder.size, count: steps * batch });
  for (let first = 0; first < source.length; first += batch) {
    const indices = Array.from({ length: batch }, (_, i) => first + i);
    yield collate(await Promise.all(indices.map((index) => source.get(index))), first);
  }
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
