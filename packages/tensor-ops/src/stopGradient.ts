import { customGrad, type Tensor } from '@tensorflow/tfjs-core';
import { zerosLike } from './ops.ts';

/** The identity, whose derivative is zero: what flows into it is a constant to the objective. */
export const stopGradient = <T extends Tensor>(x: T): T =>
  customGrad((input) => ({
    value: (input as T).clone() as T,
    gradFunc: (dy: Tensor) => zerosLike(dy),
  }))(x) as T;
