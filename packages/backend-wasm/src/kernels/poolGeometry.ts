import { backend_util } from '@tensorflow/tfjs-core';
import { BackendError } from '@xm/tensor-ops';

export interface PoolAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of pooling over [batch, height, width, channels]. */
export function poolGeometry(
  kernel: string,
  input: number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolAttributes,
): backend_util.Conv2DInfo {
  if (input.length !== 4) {
    throw new BackendError(
      `wasm: ${kernel} needs [batch, height, width, channels], got [${input}]. Add the batch axis.`,
    );
  }
  const shape = input as [number, number, number, number];
  return backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
}

/** The part of a window that lies in the picture: offset of its first element, and its size. */
export interface Window {
  start: number;
  rows: number;
  columns: number;
}

/** The windows of all output pixels, in order. The object is one and the same, changed at each turn. */
export function* windows(g: backend_util.Conv2DInfo): Generator<Window> {
  const window = { start: 0, rows: 0, columns: 0 };
  for (let image = 0; image < g.batchSize; image++) {
    for (let y = 0; y < g.outHeight; y++) {
      const top = y * g.strideHeight - g.padInfo.top;
      const first = Math.max(0, top);
      window.rows = Math.min(g.inHeight, top + g.filterHeight) - first;
      for (let x = 0; x < g.outWidth; x++) {
        const left = x * g.strideWidth - g.padInfo.left;
        const start = Math.max(0, left);
        window.columns = Math.min(g.inWidth, left + g.filterWidth) - start;
        window.start = ((image * g.inHeight + first) * g.inWidth + start) * g.inChannels;
        yield window;
      }
    }
  }
}
