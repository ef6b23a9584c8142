import { type JointBatch, type JointSpace, jointSpaceOptimizer } from '@xm/embedding';
import type { ConfigOf } from '../config/schema.ts';
import { descent } from '../loop/descent.ts';
import type { Learner } from '../loop/learner.ts';

export const jointLearner = (
  space: JointSpace,
  training: ConfigOf<'embedding'>['training'],
): Learner<JointBatch> =>
  descent({
    init: space.init,
    objective: space.objective(training),
    optimizer: jointSpaceOptimizer(training),
    collate: space.collate,
  });
