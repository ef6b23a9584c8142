import { div, expandDims, maximum, mul, sum, type Tensor, tidy } from '@xm/tensor-ops';

/** The mean over the positions that the mask leaves: [batch, length, dim] → [batch, dim]. */
export const maskedMean = (x: Tensor, mask: Tensor): Tensor =>
  tidy(() => div(sum(mul(x, expandDims(mask, 2)), 1), maximum(sum(mask, 1, true), 1)));
