import { type Scalar, type Tensor, tidy } from '@xm/tensor-ops';
import { logMeanExp } from './logMeanExp.ts';
import { assertLogWeights, byShare } from './logWeights.ts';

/**
 * The importance-weighted bound, negative: −log (1/K Σₖ wₖ) of each row. The more draws, the tighter; with one it is the
 * evidence bound.
 *
 * @param logWeights float32 [draws, rows]: log p(x, z) − log q(z | x), nats
 * @param share float32 [rows], what each row counts. Absent: all alike, the mean.
 * @see Burda et al. 2016, equation 8. Golden values: numpy.
 */
export function iwae(logWeights: Tensor, share?: Tensor): Scalar {
  assertLogWeights('iwae', logWeights);
  return tidy(() => byShare(logMeanExp(logWeights, 0), share));
}
