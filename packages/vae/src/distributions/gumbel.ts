import { log, neg, type Rng, type Tensor, tidy, uniform } from '@xm/tensor-ops';

/**
 * Noise −log(−log u), u uniform in 0…1. Added to logarithms of weights, it makes the largest of them a draw by weight.
 *
 * @see Maddison et al. 2014, "A* sampling", section 2
 */
export const gumbelNoise = (rng: Rng, shape: number[]): Tensor =>
  tidy(() => neg(log(neg(log(uniform(rng, shape, 2 ** -25, 1))))));
