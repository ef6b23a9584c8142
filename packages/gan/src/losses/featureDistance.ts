import {
  assertSameShape,
  mean,
  type Scalar,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * mean over the batch of |f(G(z, c)) − f(x)|²: how far fakes lie from real examples of the same conditions in a space
 * of features. For unit vectors 2 − 2·cos, 0…4.
 *
 * The real ones are constants: nothing flows into them.
 * @param fake float32 [batch, dim]
 * @param real as fake, row i of the same condition as row i
 * @throws ShapeError when the two differ.
 * @see Salimans et al. 2016, section 3.1, pair by pair. Golden values: PyTorch.
 */
export function featureDistance(fake: Tensor, real: Tensor): Scalar {
  assertSameShape(fake, real, 'featureDistance: fake and real', 'Take both from one encoder.');
  return tidy(() => mean(sum(square(sub(fake, stopGradient(real))), 1)) as Scalar);
}
