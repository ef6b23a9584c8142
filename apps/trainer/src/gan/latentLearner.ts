import type { Modality } from '@xm/data';
import { assertNotDiverged, conditionalGan, type GanBatch, severalGames } from '@xm/gan';
import { createRng, fold, type Tensor, warmUpCosine } from '@xm/tensor-ops';
import { type CodeRow, drawCodes, drawRows } from '@xm/vae';
import type { ConfigOf } from '../config/schema.ts';
import type { Learner } from '../loop/learner.ts';
import type { GanModel } from './ganModel.ts';
import { stepsFrom } from './stepsFrom.ts';

type Training = ConfigOf<'gan'>['training']['latents'];

/**
 * Games for the private latents: each generator draws them under the shared ones, and its critic tells them from those that
 * the variational model reads from real examples.
 *
 * @param codes of training examples: `readCodes`
 */
export function latentLearner(
  { vae: { vae }, config: { generators } }: GanModel,
  codes: readonly CodeRow[],
  { steps, batch, learningRate, warmUp, gamma }: Training,
  seed: number,
): Learner<Readonly<Record<string, GanBatch>>> {
  const rules = {
    learningRate: warmUpCosine({ peak: learningRate, warmUp, steps }),
    r1: gamma > 0 ? { gamma, every: 1 } : false,
    averageDecay: 0.99,
  } as const;
  const names = Object.keys(generators) as Modality[];
  const having = new Map(names.map((name) => [name, codes.filter((row) => row[name])]));
  const games = severalGames(
    Object.fromEntries(names.map((name) => [name, conditionalGan(generators[name]!, rules)])),
  );
  const rows = fold(createRng(seed), 'latents');
  return {
    start: ({ init }) => games.init(fold(init, 'latents')),
    step: games.step,
    examples: stepsFrom,
    collate: (_, step) =>
      Object.fromEntries(
        names.map((name) => {
          const rng = fold(fold(rows, step), name);
          const some = drawRows(having.get(name)!, batch, rng);
          const { shared, own } = drawCodes(vae, some, name, fold(rng, 'codes'));
          return [name, { real: own as Tensor, condition: shared }];
        }),
      ),
    assertSound: assertNotDiverged,
  };
}
