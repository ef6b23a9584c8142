import { mean, type Scalar, type Tensor, tidy } from '@xm/tensor-ops';
import { assertLogWeights, byShare } from './logWeights.ts';

/**
 * The evidence bound by draws: the negative mean of the log-weights. [draws, rows] → scalar, nats.
 *
 * @see Kingma and Welling 2014, equation 5 (estimator A)
 */
export function drawnElbo(logWeights: Tensor, share?: Tensor): Scalar {
  assertLogWeights('drawnElbo', logWeights);
  return tidy(() => byShare(mean(logWeights, 0), share));
}
