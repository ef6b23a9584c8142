import { type Tensor as CoreTensor, engine, type GradConfig } from '@tensorflow/tfjs-core';
import { matMul, mul, reshape, step, sum, type Tensor, tidy } from '../ops.ts';

const kernelName = '_FusedMatMul';

/**
 * activation(x·kernel + bias) in one kernel.
 *
 * tfjs-core's own fused.matMul always computes the gradient of x, even where x is data: here each gradient
 * is computed only when it is asked for.
 *
 * @param x float32 [rows, inputs]
 * @param kernel float32 [inputs, units]
 * @param bias float32 [units]
 * @returns float32 [rows, units]
 */
export function linear(
  x: Tensor,
  kernel: Tensor,
  bias?: Tensor,
  activation: 'linear' | 'relu' = 'linear',
): Tensor {
  return tidy(() => {
    const a = reshape(x, [1, ...x.shape]);
    const b = reshape(kernel, [1, ...kernel.shape]);
    const inputs = bias ? { a, b, bias } : { a, b };
    const attributes = { transposeA: false, transposeB: false, activation };
    const y: CoreTensor = engine().runKernel(kernelName, inputs, attributes);
    return reshape(y, [-1, kernel.shape[1] as number]);
  });
}

/** Of `linear`; fused.matMul of core brings its own. ReLU passes what came out positive. */
export const linearGradient: GradConfig = {
  kernelName,
  inputsToSave: ['a', 'b'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attributes) => {
    const [a, b, y] = saved as [Tensor, Tensor, Tensor];
    const passed = attributes['activation'] as unknown as string;
    const d = passed === 'relu' ? mul(dy as Tensor, step(y)) : (dy as Tensor);
    return {
      a: () => matMul(d, b, false, true),
      b: () => matMul(a, d, true, false),
      bias: () => sum(d, [0, 1]),
    };
  },
};
