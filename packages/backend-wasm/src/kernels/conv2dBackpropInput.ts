import { currentCompiled } from '../compiled/compiled.ts';
import { allocate } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { convolve, suits } from './compiledConvolution.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';

type Arguments = Call<
  { dy: Info; filter: Info },
  ConvAttributes & { inputShape: [number, number, number, number] }
>;

/**
 * Gradient of a convolution with respect to its input, and the transposed convolution: dy·filterᵀ, whose
 * rows are the gradients of patches, each added to where the patch came from.
 *
 * The stock kernel loops naively; it runs without SIMD.
 */
export const conv2dBackpropInput: Kernel = {
  name: 'Conv2DBackpropInput',
  build: (stock) => {
    const naive = stock('Conv2DBackpropInput');
    return (call: Arguments) => {
      const { inputs, attrs, backend } = call;
      const { dy, filter } = inputs;
      const g = convGeometry('conv2dTranspose', attrs.inputShape, filter.shape, attrs);
      const compiled = currentCompiled();
      if (!compiled || !suits(g)) return naive(call);
      const dx = allocate(backend, attrs.inputShape);
      convolve(compiled, backend, 'inputGradient', g, { x: dx, filter, y: dy });
      return dx;
    };
  },
};
