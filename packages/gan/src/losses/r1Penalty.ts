import {
  inputGradient,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * R1: γ/2 · mean over the batch of |∂D(x)/∂x|², at real examples: the critic's slope is to vanish where the
 * data is. The norm is over all axes but the batch.
 *
 * Its derivative by the critic's params is one of second order. A critic whose rows know of each other (minibatch
 * deviation) counts what a row does to the other scores, too, as StyleGAN does.
 * @param critic scores [batch, 1] of x [batch, …]
 * @param gamma depends on the range of x: pixels in 0…1 have slopes twice as steep as those in −1…1, so a γ
 * from a paper on −1…1 is to be divided by 4.
 * @see Mescheder et al. 2018, equation 9. Golden values: PyTorch, with its double backward.
 */
export const r1Penalty = (critic: (x: Tensor) => Tensor, real: Tensor, gamma: number): Scalar =>
  tidy(() => {
    const slope = inputGradient(critic, real);
    const lengths = sum(square(reshape(slope, [real.shape[0], -1])), 1);
    return mul(mean(lengths), gamma / 2) as Scalar;
  });
