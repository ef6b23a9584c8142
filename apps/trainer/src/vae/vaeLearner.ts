import { adamW, clipByGlobalNorm, scalar, warmUpCosine } from '@xm/tensor-ops';
import type { VaeModel } from '@xm/vae';
import type { ConfigOf } from '../config/schema.ts';
import type { Learner } from '../loop/learner.ts';
import { type Groups, groupedObjective, groupsOf } from './groupedObjective.ts';

export function vaeLearner(
  { vae, collate, modalities }: VaeModel,
  { steps, learningRate, warmUp, klWarmUp }: ConfigOf<'vae'>['training'],
): Learner<Groups> {
  return {
    init: vae.init,
    objective: groupedObjective(vae.objective()),
    // The loss is some thousand nats; what is clipped are outliers.
    optimizer: clipByGlobalNorm(
      10_000,
      adamW({
        learningRate: warmUpCosine({ peak: learningRate, warmUp, steps }),
        weightDecay: 0,
      }),
    ),
    collate: (examples, step) => ({
      groups: groupsOf(examples, modalities).map(({ having, examples: own }) => ({
        rows: own.length,
        batch: {
          ...collate(own, having),
          ...(klWarmUp > 0 && { beta: scalar(Math.min(1, (step + 1) / klWarmUp)) }),
        },
      })),
    }),
  };
}
