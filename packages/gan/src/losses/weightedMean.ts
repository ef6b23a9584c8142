import { div, maximum, mul, sum, type Tensor, tidy } from '@xm/tensor-ops';

/** Σ w·x / max(1, Σ w), for weights of 0 and 1: the mean over the ones; 0 where there is none. */
export const weightedMean = (x: Tensor, weights: Tensor): Tensor =>
  tidy(() => div(sum(mul(x, weights)), maximum(sum(weights), 1)));
