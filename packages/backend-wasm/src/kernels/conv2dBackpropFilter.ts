import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { free, viewAs } from '../heap.ts';
import type { Call, Info, Kernel, Run } from '../kernel.ts';
import { permute } from '../permute.ts';
import { batchMatMul } from './batchMatMul.ts';
import { type ConvAttributes, convGeometry } from './convGeometry.ts';
import { convolver } from './convolve.ts';
import { crop } from './crop.ts';

type Arguments = Call<
  { x: Info; dy: Info },
  ConvAttributes & { filterShape: [number, number, number, number] }
>;

/**
 * Gradient of a convolution with respect to its filter: itself a convolution, of x by dy.
 *
 * dw[i, j, c, f] = Σ x[n, s·p + i − top, s·q + j − left, c] · dy[n, p, q, f] over n, p, q. Take channels
 * for the batch and the batch for channels, and this is x convolved by the "filter" dy, whose taps are
 * `stride` apart: a dilation. So XNNPACK does it, without a column matrix in memory.
 * Missing in tfjs-backend-wasm.
 */
export const conv2dBackpropFilter: Kernel = {
  name: 'Conv2DBackpropFilter',
  build: (stock) => {
    const convolve = convolver(stock);
    const multiply = batchMatMul.build(stock);
    return ({ inputs, attrs, backend }: Arguments) => {
      const { x, dy } = inputs;
      const g = convGeometry('conv2d gradient', x.shape, attrs.filterShape, attrs);
      const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = g;
      if (filterHeight * filterWidth * strideHeight * strideWidth === 1 && !padded(padInfo)) {
        return pointwise(multiply, backend, x, dy, attrs.filterShape);
      }
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
    };
  },
};

const padded = ({ top, bottom, left, right }: Record<string, number | string>): boolean =>
  [top, bottom, left, right].some((side) => side !== 0);

/** A 1×1 filter sees each pixel alone: dw = xᵀ·dy over all pixels. */
function pointwise(multiply: Run, backend: BackendWasm, x: Info, dy: Info, shape: number[]): Info {
  const [batch, height, width, channels] = x.shape;
  const pixels = batch * height * width;
  const a = viewAs(x, [pixels, channels]);
  const b = viewAs(dy, [pixels, shape[3]]);
  const attrs = { transposeA: true, transposeB: false };
  return { ...multiply({ inputs: { a, b }, attrs, backend }), shape };
}
