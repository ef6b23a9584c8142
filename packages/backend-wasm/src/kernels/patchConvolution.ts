import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { backend_util } from '@tensorflow/tfjs-core';
import type { Compiled } from '../compiled/compiled.ts';
import { type ConvolutionKind, convolution, frame } from '../compiled/convolution.ts';
import { addressOf, allocate, free } from '../heap.ts';
import type { Info } from '../kernel.ts';

type Geometry = backend_util.Conv2DInfo;

/** Shape of the pictures with their frame of zeros: at least what the last patch covers. */
function outerShape(g: Geometry): [number, number, number, number] {
  const { top, bottom, left, right } = g.padInfo;
  const covered = (out: number, stride: number, filter: number) => (out - 1) * stride + filter;
  return [
    g.batchSize,
    Math.max(g.inHeight + top + bottom, covered(g.outHeight, g.strideHeight, g.filterHeight)),
    Math.max(g.inWidth + left + right, covered(g.outWidth, g.strideWidth, g.filterWidth)),
    g.inChannels,
  ];
}

/**
 * One of the three products of a convolution, as a product with the matrix of patches. Where the filter
 * reaches beyond the pictures, a copy of them in a frame of zeros takes their place meanwhile.
 */
export function patchConvolution(
  compiled: Compiled,
  backend: BackendWasm,
  kind: ConvolutionKind,
  g: Geometry,
  { x, filter, y }: Record<'x' | 'filter' | 'y', Info>,
): void {
  const [images, outerHeight, outerWidth, channels] = outerShape(g);
  const { inHeight: innerHeight, inWidth: innerWidth, padInfo } = g;
  const fits = outerHeight === innerHeight && outerWidth === innerWidth;
  const framed = fits ? x : allocate(backend, [images, outerHeight, outerWidth, channels]);
  const copyFrame = (how: 'pad' | 'unpad'): void =>
    frame(compiled, how, {
      ...{ inner: addressOf(backend, x), outer: addressOf(backend, framed), images, channels },
      ...{ innerHeight, innerWidth, outerHeight, outerWidth },
      ...{ top: padInfo.top, left: padInfo.left },
    });

  if (!fits && kind !== 'inputGradient') copyFrame('pad');
  const { outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = g;
  convolution(compiled, kind, {
    patches: {
      ...{ x: addressOf(backend, framed), images, height: outerHeight, width: outerWidth },
      ...{ channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth },
    },
    filter: addressOf(backend, filter),
    y: addressOf(backend, y),
    filters: g.outChannels,
  });
  if (!fits && kind === 'inputGradient') copyFrame('unpad');
  if (!fits) free(backend, framed);
}
