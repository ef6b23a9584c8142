import { customGrad, type GradSaveFunc } from '@tensorflow/tfjs-core';
import { hasFused, runFused, withTwin } from '../fused/fusedKernel.ts';
import { add, erf, exp, mul, sigmoid, square, type Tensor, tidy } from '../ops.ts';

const elementwise = (
  value: (x: Tensor) => Tensor,
  derivative: (x: Tensor) => Tensor,
): (<T extends Tensor>(x: T) => T) => {
  const op = customGrad((x, save) => {
    (save as GradSaveFunc)([x as Tensor]);
    return {
      value: value(x as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tidy(() => mul(dy, derivative(saved[0]))),
    };
  });
  return <T extends Tensor>(x: T): T => op(x) as T;
};

const normalCdf = (x: Tensor): Tensor => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);

/**
 * x·Φ(x), Φ the normal distribution function (the exact form, by erf).
 *
 * @see Hendrycks and Gimpel 2016
 */
export const gelu = <T extends Tensor>(x: T): T => (hasFused('gelu') ? fusedGelu(x) : plainGelu(x));

const geluDerivative = (x: Tensor): Tensor => {
  const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(normalCdf(x), mul(x, density));
};

const plainGelu = elementwise((x) => tidy(() => mul(x, normalCdf(x))), geluDerivative);

const fusedGelu = <T extends Tensor>(x: T): T =>
  customGrad((input, save) => {
    (save as GradSaveFunc)([input as Tensor]);
    return {
      value: runFused('gelu', { x: input as Tensor })[0],
      gradFunc: (dy: Tensor, [x]: Tensor[]) =>
        withTwin(
          [dy, x],
          () => runFused('geluGradient', { dy, x })[0],
          (dy, x) => mul(dy, geluDerivative(x)),
        ),
    };
  })(x) as T;

/**
 * x·σ(x), also called swish.
 *
 * @see Elfwing et al. 2017
 */
export const silu: <T extends Tensor>(x: T) => T = elementwise(
  (x) => tidy(() => mul(x, sigmoid(x))),
  (x) => {
    const s = sigmoid(x);
    return mul(s, add(1, mul(x, add(1, mul(s, -1)))));
  },
);
