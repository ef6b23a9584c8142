import { customGrad, type GradSaveFunc } from '@tensorflow/tfjs-core';
import { asFunctionOf } from '../gradients/asFunctionOf.ts';
import { add, mean, mul, reshape, rsqrt, square, sub, sum, type Tensor, tidy } from '../ops.ts';
import { hasFused, runFused, withTwin } from './fusedKernel.ts';

/**
 * (x − mean)/√(variance + epsilon) over the last axis, with the closed-form derivative
 * dx = (dy − mean(dy) − x̂·mean(dy·x̂))/√(variance + epsilon): a third of the kernels of the tape's.
 */
export function standardize(x: Tensor, epsilon = 1e-5): Tensor {
  const op = customGrad((input, save) => {
    const [unit, scale] = tidy(() => standardizeParts(input as Tensor, epsilon));
    (save as GradSaveFunc)([input as Tensor, unit, scale]);
    return {
      value: unit,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tidy(() => {
          const [x, unit, scale] = saved;
          const parts = (t: Tensor) => standardizeParts(t, epsilon);
          const u = asFunctionOf(x, unit, (dz, t) => unitDerivative(dz, ...parts(t)));
          const s = asFunctionOf(x, scale, (dz, t) => scaleDerivative(dz, ...parts(t)));
          return unitDerivative(dy, u, s);
        }),
    };
  });
  return tidy(() => op(x));
}

const unitDerivative = (dy: Tensor, unit: Tensor, scale: Tensor): Tensor =>
  mul(sub(sub(dy, mean(dy, -1, true)), mul(unit, mean(mul(dy, unit), -1, true))), scale);

const scaleDerivative = (dy: Tensor, unit: Tensor, scale: Tensor): Tensor =>
  mul(mul(unit, square(scale)), mul(dy, -1 / unit.shape[unit.rank - 1]));

function standardizeParts(x: Tensor, epsilon: number): [unit: Tensor, scale: Tensor] {
  const centred = sub(x, mean(x, -1, true));
  const scale = rsqrt(add(mean(square(centred), -1, true), epsilon));
  return [mul(centred, scale), scale];
}

/**
 * (x − mean)/√(variance + epsilon)·gain + bias over the last axis: in one kernel where the backend has
 * one, else by `standardize`.
 *
 * @param x float32 [..., channels]
 * @param gain float32 [channels]
 * @param bias float32 [channels]
 * @see Ba et al. 2016
 */
export function layerNormalise(x: Tensor, gain: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  if (!hasFused('layerNorm')) {
    return tidy(() => add(mul(standardize(x, epsilon), gain), bias));
  }
  const op = customGrad((...given) => {
    const [x, gain, bias, save] = given as [Tensor, Tensor, Tensor, GradSaveFunc];
    const [y, unit, scale] = runFused('layerNorm', { x, gain, bias }, { epsilon });
    save([x, gain, unit, scale]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        fusedDerivatives(dy, saved as [Tensor, Tensor, Tensor, Tensor], epsilon),
    };
  });
  return tidy(() => reshape(op(reshape(x, [-1, x.shape[x.rank - 1]]), gain, bias), x.shape));
}

/** dx, dgain and dbias. */
function fusedDerivatives(
  dy: Tensor,
  [x, gain, unit, scale]: [Tensor, Tensor, Tensor, Tensor],
  epsilon: number,
): Tensor[] {
  const dx = withTwin(
    [dy, gain, x],
    () => runFused('layerNormGradient', { dy, gain, unit, scale })[0],
    (dy, gain, x) => unitDerivative(mul(dy, gain), ...standardizeParts(x, epsilon)),
  );
  const dgain = withTwin(
    [dy, x],
    () => runFused('sumOfProducts', { a: dy, b: unit })[0],
    (dy, x) => sum(mul(dy, standardizeParts(x, epsilon)[0]), 0),
  );
  return [dx, dgain, sum(dy, 0)];
}
