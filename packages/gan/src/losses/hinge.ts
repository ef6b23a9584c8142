import { add, neg, relu, sub } from '@xm/tensor-ops';
import type { AdversarialLoss } from './adversarialLoss.ts';

/**
 * The critic wants scores above 1 for real and below −1 for fake, and no more: max(0, 1 − s) and
 * max(0, 1 + s). The generator minimises −s.
 *
 * @see Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17. Golden values: PyTorch.
 */
export const hinge: AdversarialLoss = {
  real: (scores) => relu(sub(1, scores)),
  fake: (scores) => relu(add(1, scores)),
  generator: (scores) => neg(scores),
};
