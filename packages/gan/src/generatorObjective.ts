import { add, fold, mul, normal, type Objective, type Params, type Scalar } from '@xm/tensor-ops';
import { classLogits } from './classLogits.ts';
import type { Game, GanBatch } from './game.ts';
import { generatorLoss } from './losses/adversarialLoss.ts';
import { attributeEntropy } from './losses/attributeEntropy.ts';
import { modeSeeking } from './losses/modeSeeking.ts';

/** A batch, and the critic as it is applied: constants here, neither updated nor differentiated. */
interface GeneratorBatch<Batch> {
  readonly batch: Batch;
  readonly critic: Params;
}

/** What the generator minimises, of its own params alone. Nothing is read back. */
export const generatorObjective =
  <Batch extends GanBatch>(game: Game<Batch>): Objective<GeneratorBatch<Batch>> =>
  (params, { batch, critic }, rng) => {
    const { condition, labels = condition } = batch;
    const at = (label: string) => ({ training: true, rng: fold(rng, label) }) as const;
    const paint = (label: string) => {
      const noise = normal(fold(rng, label), [condition.shape[0], game.noise]);
      return { noise, fakes: game.generator.apply(params, { noise, condition }, at('generator')) };
    };
    const { noise, fakes } = paint('noise');
    const judged = game.critic.apply(critic, { x: fakes, condition }, at('critic'));
    const terms: Record<string, Scalar> = {};
    let loss = generatorLoss(game.loss, judged.score);
    if (game.attributes) {
      const { groups, weight } = game.attributes;
      terms['fakeAttributes'] = attributeEntropy(classLogits(judged), labels, groups);
      loss = add(loss, mul(terms['fakeAttributes'], weight));
    }
    if (game.modeSeeking) {
      const other = paint('other noise');
      const draws = { fakes: [fakes, other.fakes], noise: [noise, other.noise] } as const;
      terms['modeSeeking'] = modeSeeking(draws);
      loss = add(loss, mul(terms['modeSeeking'], game.modeSeeking));
    }
    if (game.guide) {
      terms['guide'] = game.guide(fakes, batch, fold(rng, 'guide'));
      loss = add(loss, terms['guide']);
    }
    return { loss, terms };
  };
