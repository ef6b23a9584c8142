import { adamW, muon, scalar, warmUpCosine } from '@xm/tensor-ops';
import type { VaeBatch, VaeModel } from '@xm/vae';
import type { VariationalTraining } from '../config/schema/vae.ts';
import { descent } from '../loop/descent.ts';
import type { Learner } from '../loop/learner.ts';

export const vaeLearner = (
  { vae, collate }: VaeModel,
  {
    steps,
    learningRate,
    optimizer = 'adamW',
    warmUp,
    sharedBeta,
    strangers,
    klWarmUp,
  }: VariationalTraining,
): Learner<VaeBatch> =>
  descent({
    init: vae.init,
    // Not every method of the family takes all of them.
    objective: vae.objective({
      ...(sharedBeta !== undefined && { sharedBeta }),
      ...(strangers !== undefined && { strangers }),
    }),
    optimizer: { adamW, muon }[optimizer]({
      learningRate: warmUpCosine({ peak: learningRate, warmUp, steps }),
      weightDecay: 0,
    }),
    collate: (examples, step) => ({
      ...collate(examples),
      ...(klWarmUp > 0 && { beta: scalar(Math.min(1, (step + 1) / klWarmUp)) }),
    }),
  });
