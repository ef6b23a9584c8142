import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Info, Run, Stock } from '../kernel.ts';

/** Zeros around (or, negative, rows cut from) the picture. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface Convolution {
  readonly x: Info;
  readonly filter: Info;
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: Padding;
}

export type Convolve = (backend: BackendWasm, convolution: Convolution) => Info;

/**
 * XNNPACK's convolution, 28 to 34 GFLOP/s, always told its padding in numbers: with 'same' it pads
 * strided convolutions of one row, and those whose stride exceeds the filter, wrongly.
 */
export const convolver = (stock: Stock): Convolve => {
  const run: Run = stock('Conv2D');
  return (backend, { x, filter, strides, dilations, padding }) => {
    const { top, bottom, left, right } = padding;
    const pad = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    const attrs = { strides, dilations, pad, dataFormat: 'NHWC' };
    return run({ inputs: { x, filter }, attrs, backend });
  };
};
