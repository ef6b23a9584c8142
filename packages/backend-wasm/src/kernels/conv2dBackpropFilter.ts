import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { currentCompiled } from '../compiled/compiled.ts';
import { convolution } from '../compiled/convolution.ts';
import { allocate, free } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { permute } from '../permute.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { type Convolve, convolver } from './convolve.ts';
import { crop } from './crop.ts';
import { allocateFramed, copyFrame, needsFrame, patchesOf, suits } from './framed.ts';

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
    const convolve = convolver(stock);
    return ({ inputs, attrs, backend }: Arguments) => {
      const { x, dy } = inputs;
      const g = convGeometry('conv2d gradient', x.shape, attrs.filterShape, attrs);
      const compiled = currentCompiled();
      if (!compiled || !suits(g)) return byConvolution(convolve, backend, x, dy, g);
      const filter = allocate(backend, attrs.filterShape);
      const framed = needsFrame(g) ? allocateFramed(backend, g) : x;
      if (framed !== x) copyFrame(compiled, backend, 'pad', g, x, framed);
      convolution(compiled, 'filterGradient', {
        patches: patchesOf(backend, g, framed),
        filter: backend.getMemoryOffset(filter.dataId),
        y: backend.getMemoryOffset(dy.dataId),
        filters: g.outChannels,
      });
      if (framed !== x) free(backend, framed);
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
  convolve: Convolve,
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
  const wide = convolve(backend, {
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
