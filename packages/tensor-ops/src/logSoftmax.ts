import { customGrad, type GradSaveFunc } from '@tensorflow/tfjs-core';
import { hasFused, runFused, withTwin } from './fused/fusedKernel.ts';
import { asFunctionOf } from './gradients/asFunctionOf.ts';
import { exp, log, max, mul, softmax, sub, sum, type Tensor, tidy } from './ops.ts';

/**
 * x − log Σ exp x over the last axis, without overflow. Derivative dy − softmax(x)·Σ dy.
 */
export const logSoftmax = <T extends Tensor>(x: T): T =>
  hasFused('logSoftmax') ? fusedLogSoftmax(x) : plainLogSoftmax(x);

const plainLogSoftmax = <T extends Tensor>(x: T): T =>
  customGrad((input, save) => {
    const value = tidy(() => {
      const shifted = sub(input as Tensor, max(input as Tensor, -1, true));
      return sub(shifted, log(sum(exp(shifted), -1, true)));
    });
    (save as GradSaveFunc)([input as Tensor, value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tidy(() => {
          const y = asFunctionOf(saved[0], saved[1], (dz, t) => derivative(dz, softmax(t)));
          return derivative(dy, exp(y));
        }),
    };
  })(x) as T;

const fusedLogSoftmax = <T extends Tensor>(x: T): T =>
  customGrad((input, save) => {
    const [value] = runFused('logSoftmax', { x: input as Tensor });
    (save as GradSaveFunc)([input as Tensor, value]);
    return {
      value,
      gradFunc: (dy: Tensor, [x, y]: Tensor[]) =>
        withTwin(
          [dy, x],
          () => runFused('logSoftmaxGradient', { dy, y })[0],
          (dy, x) => derivative(dy, softmax(x)),
        ),
    };
  })(x) as T;

const derivative = (dy: Tensor, probabilities: Tensor): Tensor =>
  sub(dy, mul(probabilities, sum(dy, -1, true)));
