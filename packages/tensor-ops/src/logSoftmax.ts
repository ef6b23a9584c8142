import { customGrad, type GradSaveFunc } from '@tensorflow/tfjs-core';
import { exp, log, max, mul, sub, sum, type Tensor, tidy } from './ops.ts';

/**
 * x − log Σ exp x over the last axis, without overflow. Derivative dy − softmax(x)·Σ dy.
 */
export const logSoftmax = <T extends Tensor>(x: T): T =>
  customGrad((input, save) => {
    const value = tidy(() => {
      const shifted = sub(input as Tensor, max(input as Tensor, -1, true));
      return sub(shifted, log(sum(exp(shifted), -1, true)));
    });
    (save as GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tidy(() => sub(dy, mul(exp(saved[0]), sum(dy, -1, true)))),
    };
  })(x) as T;
