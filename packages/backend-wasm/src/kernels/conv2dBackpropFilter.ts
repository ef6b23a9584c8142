import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { currentCompiled } from '../compiled/compiled.ts';
import { allocate, free } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { permute } from '../permute.ts';
import { convolve, suits } from './compiledConvolution.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { type Convolve, convolver } from './convolve.ts';
import { crop } from './crop.ts';

type Arguments = Call<
  { x: Info; dy: Info },
  ConvAttributes & { filterShape: [number, number, number, number] }
>;

/**
 * Gradient of a convolution with respect to its filter: patchesᵀ·dy. Missing in tfjs-backend-wasm.
 */
export const conv2dBackpropFilter: Kernel = {
  name: 'Conv2DBackpropFilter',
  build: (stock) => {
    const plainly = convolver(stock);
    return ({ inputs, attrs, backend }: Arguments) => {
      const { x, dy } = inputs;
      const g = convGeometry('conv2d gradient', x.shape, attrs.filterShape, attrs);
      const compiled = currentCompiled();
      if (!compiled || !suits(g)) return byConvolution(plainly, backend, x, dy, g);
      const filter = allocate(backend, attrs.filterShape);
      convolve(compiled, backend, 'filterGradient', g, { x, filter, y: dy });
      return filter;
    };
  },
};

/**
 * Without SIMD, by stock's convolution, of x by dy.
 *
 * dw[i, j, c, f] = Σ x[n, s·p + i − top, s·q + j − left, c] · dy[n, p, q, f] over n, p, q. Take channels
 * for the batch and the batch for channels, and this is x convolved by the "filter" dy, whose taps are
 * `stride` apart: a dilation.
 */
function byConvolution(
  plainly: Convolve,
  backend: BackendWasm,
  x: Info,
  dy: Info,
  g: ReturnType<typeof convGeometry>,
): Info {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = g;
  const byChannel = permute(backend, x, [3, 1, 2, 0]);
  const taps = permute(backend, dy, [1, 2, 0, 3]);
  const spare = (filter: number, stride: number, out: number, size: number, before: number) =>
    filter + (out - 1) * stride - size - before;
  const bottom = spare(filterHeight, strideHeight, g.outHeight, g.inHeight, padInfo.top);
  const right = spare(filterWidth, strideWidth, g.outWidth, g.inWidth, padInfo.left);
  const wide = plainly(backend, {
    x: byChannel,
    filter: taps,
    strides: [1, 1],
    dilations: [strideHeight, strideWidth],
    // Negative: the forward pass left rows over, and the result has as many too many.
    padding: {
      top: padInfo.top,
      left: padInfo.left,
      bottom: Math.max(bottom, 0),
      right: Math.max(right, 0),
    },
  });
  const byInput = crop(backend, wide, filterHeight, filterWidth);
  const out = permute(backend, byInput, [1, 2, 0, 3]);
  free(backend, byChannel, taps, byInput);
  return out;
}
