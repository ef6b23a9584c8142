import type { Layer } from '../network.ts';
import type { Tensor } from '../ops.ts';
import { add, conv2dTranspose, conv2d as convolve, type Tensor4D, tidy, zeros } from '../ops.ts';
import { normal } from '../random/rng.ts';
import { assertShape } from '../shapes.ts';

export interface Conv2dOptions {
  /** Side of the square kernel. */
  size: number;
  strides?: number;
  pad?: 'same' | 'valid';
  gain?: number;
  bias?: boolean;
}

/**
 * Two-dimensional convolution over [batch, height, width, channels], kernel [size, size, inputs, filters].
 * Kernel starts normal with deviation `gain`/√(size²·inputs).
 */
export const conv2d = (inputs: number, filters: number, options: Conv2dOptions): Layer => {
  const { size, strides = 1, pad = 'same', gain = 1, bias = true } = options;
  return {
    init: (rng) => {
      const deviation = gain / Math.sqrt(size * size * inputs);
      const kernel = normal(rng, [size, size, inputs, filters], 0, deviation);
      return bias ? { kernel, bias: zeros([filters]) } : { kernel };
    },
    apply: (params, x) =>
      tidy(() => {
        assertShape(
          x,
          [null, null, null, inputs],
          'conv2d: x',
          'The last axis holds the channels.',
        );
        const y = convolve(x as Tensor4D, params['kernel'] as Tensor4D, strides, pad);
        return params['bias'] ? add(y, params['bias'] as Tensor) : y;
      }),
  };
};

/**
 * The transpose of a convolution: up-samples by `strides`. Kernel [size, size, filters, inputs];
 * deviation `gain`·strides/√(size²·inputs), since strides² of its taps meet in one output pixel.
 */
export const conv2dTransposed = (
  inputs: number,
  filters: number,
  options: Conv2dOptions,
): Layer => {
  const { size, strides = 1, pad = 'same', gain = 1, bias = true } = options;
  const sideOf = (side: number): number =>
    pad === 'same' ? side * strides : (side - 1) * strides + size;
  return {
    init: (rng) => {
      const deviation = (gain * strides) / Math.sqrt(size * size * inputs);
      const kernel = normal(rng, [size, size, filters, inputs], 0, deviation);
      return bias ? { kernel, bias: zeros([filters]) } : { kernel };
    },
    apply: (params, x) =>
      tidy(() => {
        assertShape(x, [null, null, null, inputs], 'conv2dTransposed: x', 'Channels come last.');
        const [batch, height, width] = x.shape;
        const shape: [number, number, number, number] = [
          batch,
          sideOf(height),
          sideOf(width),
          filters,
        ];
        const y = conv2dTranspose(x as Tensor4D, params['kernel'] as Tensor4D, shape, strides, pad);
        return params['bias'] ? add(y, params['bias'] as Tensor) : y;
      }),
  };
};
