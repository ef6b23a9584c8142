import { neg, softplus } from '@xm/tensor-ops';
import type { AdversarialLoss } from './adversarialLoss.ts';

/**
 * Scores are log-odds of being real. The critic minimises −log σ(D(x)) − log(1 − σ(D(G(z)))), the
 * generator −log σ(D(G(z))), which still has a slope where the critic is sure.
 *
 * With softplus(s) = log(1 + eˢ): real softplus(−s), fake softplus(s), generator softplus(−s). Nats; the
 * critic that knows nothing pays 2·ln 2.
 * @see Goodfellow et al. 2014, section 3. Golden values: PyTorch.
 */
export const nonSaturating: AdversarialLoss = {
  real: (scores) => softplus(neg(scores)),
  fake: (scores) => softplus(scores),
  generator: (scores) => softplus(neg(scores)),
};
