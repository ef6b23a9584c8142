import { spectrallyNormalised } from '@xm/networks';
import {
  add,
  cast,
  fold,
  greater,
  less,
  mean,
  mul,
  type Objective,
  type Params,
  type Scalar,
  type Tensor,
} from '@xm/tensor-ops';
import { classLogits } from './classLogits.ts';
import type { Game, GanBatch } from './game.ts';
import { criticLoss } from './losses/adversarialLoss.ts';
import { attributeEntropy } from './losses/attributeEntropy.ts';
import { mismatch } from './losses/mismatch.ts';
import { r1Penalty } from './losses/r1Penalty.ts';
import { weightedMean } from './losses/weightedMean.ts';

interface CriticBatch extends GanBatch {
  /** Constants here: the critic's step does not differentiate them. */
  readonly fakes: Tensor;
  readonly spectral: Params;
  /** Whether this step pays for R1. */
  readonly withR1: boolean;
}

/** What the critic minimises, of its own params alone. Nothing is read back. */
export const criticObjective =
  <Batch extends GanBatch>(game: Game<Batch>): Objective<CriticBatch> =>
  (raw, { real, condition, labels = condition, fakes, spectral, withR1 }, rng) => {
    const params = spectrallyNormalised(raw, spectral);
    const judge = (x: Tensor, row: Tensor, label: string) =>
      game.critic.apply(params, { x, condition: row }, { training: true, rng: fold(rng, label) });
    const atReal = judge(real, condition, 'real');
    const atFake = judge(fakes, condition, 'fake');
    const terms: Record<string, Scalar> = {
      realAccuracy: share(greater(atReal.score, 0)),
      fakeAccuracy: share(less(atFake.score, 0)),
    };
    const scores = { real: atReal.score, fake: atFake.score };
    let loss: Scalar;
    if (game.matchingAware) {
      const { condition: other, differs } = mismatch(condition);
      const mismatched = judge(real, other, 'mismatched').score;
      loss = criticLoss(game.loss, { ...scores, mismatched, differs });
      const refused = cast(less(mismatched, 0), 'float32');
      terms['mismatchedAccuracy'] = weightedMean(refused, differs) as Scalar;
    } else {
      loss = criticLoss(game.loss, scores);
    }
    if (game.attributes) {
      const { groups, weight } = game.attributes;
      terms['realAttributes'] = attributeEntropy(classLogits(atReal), labels, groups);
      loss = add(loss, mul(terms['realAttributes'], weight));
    }
    if (withR1 && game.r1) {
      const { gamma, every } = game.r1;
      terms['r1'] = r1Penalty((x) => judge(x, condition, 'real').score, real, gamma);
      loss = add(loss, mul(terms['r1'], every));
    }
    return { loss, terms };
  };

const share = (isTrue: Tensor): Scalar => mean(cast(isTrue, 'float32')) as Scalar;
