import { customGrad, type GradSaveFunc } from '@tensorflow/tfjs-core';
import { clone, type Tensor } from '../ops.ts';

/**
 * `y`, known to be a function of x, tied to x for a derivative of the second order.
 *
 * What a gradient saves of a result is, to the tape, a constant: it was saved before the result had its
 * place on the tape. A derivative written with it is right, the derivative of that derivative is not.
 * @param derivative dy and x → dx; runs only for the second order
 */
export const asFunctionOf = (
  x: Tensor,
  y: Tensor,
  derivative: (dy: Tensor, x: Tensor) => Tensor,
): Tensor =>
  customGrad((input, save) => {
    (save as GradSaveFunc)([input as Tensor]);
    return {
      value: clone(y),
      gradFunc: (dy: Tensor, saved: Tensor[]) => derivative(dy, saved[0]),
    };
  })(x);
