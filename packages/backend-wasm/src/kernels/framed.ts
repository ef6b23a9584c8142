import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { backend_util } from '@tensorflow/tfjs-core';
import type { Compiled } from '../compiled/compiled.ts';
import { type Frame, fitsColumns, frame, type Patches } from '../compiled/convolution.ts';
import { allocate } from '../heap.ts';
import type { Info } from '../kernel.ts';

type Geometry = backend_util.Conv2DInfo;

/** Whether our convolution does it: filters without holes, and not larger than any has been. */
export const suits = ({ dilationHeight, dilationWidth, ...g }: Geometry): boolean =>
  dilationHeight * dilationWidth === 1 &&
  fitsColumns(g.filterHeight * g.filterWidth * g.inChannels);

/** Shape of the pictures with their frame: at least what the last patch covers. */
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

export const needsFrame = (g: Geometry): boolean => {
  const [, height, width] = outerShape(g);
  return height !== g.inHeight || width !== g.inWidth;
};

/** Memory for the pictures of `g` with their frame. The caller's to free. */
export const allocateFramed = (backend: BackendWasm, g: Geometry): Info =>
  allocate(backend, outerShape(g));

/** Copies between pictures and the same with their frame. */
export function copyFrame(
  compiled: Compiled,
  backend: BackendWasm,
  kind: 'pad' | 'unpad',
  g: Geometry,
  inner: Info,
  outer: Info,
): void {
  const [images, outerHeight, outerWidth, channels] = outerShape(g);
  const sides: Frame = {
    inner: backend.getMemoryOffset(inner.dataId),
    outer: backend.getMemoryOffset(outer.dataId),
    images,
    channels,
    innerHeight: g.inHeight,
    innerWidth: g.inWidth,
    outerHeight,
    outerWidth,
    top: g.padInfo.top,
    left: g.padInfo.left,
  };
  frame(compiled, kind, sides);
}

/** The patches of `g` in pictures that have their frame. */
export function patchesOf(backend: BackendWasm, g: Geometry, framed: Info): Patches {
  const [images, height, width, channels] = outerShape(g);
  const { outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth } = g;
  const x = backend.getMemoryOffset(framed.dataId);
  return {
    ...{ x, images, height, width, channels, outHeight, outWidth },
    ...{ filterHeight, filterWidth, strideHeight, strideWidth },
  };
}
