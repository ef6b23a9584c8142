import { grad } from '@tensorflow/tfjs-core';
import { sum, type Tensor, tidy } from '../ops.ts';

/**
 * ∂ Σf(x) / ∂x, in the shape of x. Within an objective it can be differentiated again: what a gradient
 * penalty is made of.
 */
export const inputGradient = (f: (x: Tensor) => Tensor, x: Tensor): Tensor =>
  tidy(() => grad((at: Tensor) => sum(f(at)))(x));
