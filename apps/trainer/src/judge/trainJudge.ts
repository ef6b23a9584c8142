import { type Example, shapes } from '@xm/data';
import { type Params, tensor } from '@xm/tensor-ops';
import { drawnFor, layoutOfJudge, type PictureJudgeConfig } from './judgeConfig.ts';
import { judgeNetwork } from './judgeNetwork.ts';
import { type JudgeBatch, judgeObjective } from './judgeObjective.ts';
import { poseLength } from './layout.ts';
import { type LearnOptions, learn } from './learn.ts';
import { roughPixels } from './pixels.ts';
import { targetsOf } from './targets.ts';

/**
 * Teaches a judge on training pictures of `shapes`, each seen once and roughened.
 *
 * @returns the params, which are the caller's
 * @throws Diverged when the loss is not a number; the signal's reason when aborted.
 */
export function trainJudge(
  config: PictureJudgeConfig,
  options: LearnOptions = {},
): Promise<Params> {
  const { steps, batch } = config;
  const network = judgeNetwork(config);
  const collate = collator(config);
  const source = shapes({ ...drawnFor(config), count: steps * batch });
  return learn<JudgeBatch>(
    {
      ...config,
      init: network.init,
      objective: judgeObjective(network, layoutOfJudge(config)),
      batch: async (step) => {
        const indices = Array.from({ length: batch }, (_, i) => step * batch + i);
        const examples = await Promise.all(indices.map((index) => source.get(index)));
        return collate(examples, step * batch);
      },
    },
    options,
  );
}

/** Examples, the first of which has the given index, as roughened pixels and targets. */
function collator(config: PictureJudgeConfig) {
  const roughened = roughPixels(config);
  const layout = layoutOfJudge(config);
  return (examples: readonly Example[], first: number): JudgeBatch => {
    const { values, shape } = roughened(examples, first);
    const { words, pose, counts } = targetsOf(examples, layout);
    const count = examples.length;
    return {
      seen: tensor(values, shape),
      words: tensor(words, [count, layout.words]),
      pose: tensor(pose, [count, poseLength]),
      counts: tensor(counts, [count, poseLength]),
    };
  };
}
