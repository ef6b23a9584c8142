import * as tf from '@tensorflow/tfjs-core';
import {
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  type WindowOptions,
} from '../../reference/windows.ts';
import type { Case } from '../case.ts';

type Shape = readonly number[];
interface Row extends WindowOptions {
  readonly x: Shape;
  readonly w: Shape;
  readonly strides?: number;
  /** Too many numbers for differences: the value alone is compared. */
  readonly large?: boolean;
}

const convolutions: readonly Row[] = [
  { x: [2, 6, 6, 2], w: [3, 3, 2, 3], pad: 'same' },
  { x: [2, 6, 5, 2], w: [3, 3, 2, 3], pad: 'valid' },
  { x: [2, 6, 6, 2], w: [4, 4, 2, 3], strides: 2, pad: 'same' },
  { x: [1, 7, 9, 2], w: [3, 3, 2, 3], strides: 2, pad: 'same' },
  { x: [1, 9, 8, 2], w: [3, 3, 2, 2], strides: 2, pad: 'valid' },
  { x: [2, 6, 6, 1], w: [3, 3, 1, 2], pad: 1 },
  { x: [2, 8, 8, 1], w: [4, 4, 1, 2], strides: 2, pad: 1 },
  { x: [2, 4, 5, 3], w: [1, 1, 3, 4], pad: 'same' },
  { x: [1, 6, 6, 2], w: [1, 1, 2, 3], strides: 2, pad: 'same' },
  { x: [1, 8, 9, 2], w: [1, 3, 2, 2], strides: 2, pad: 'same' },
  { x: [2, 1, 9, 2], w: [1, 3, 2, 3], strides: 2, pad: 'same' },
  { x: [1, 9, 9, 2], w: [2, 2, 2, 2], strides: 3, pad: 'same' },
  { x: [1, 8, 8, 3], w: [4, 4, 3, 5], strides: 4, pad: 'valid' },
  { x: [1, 11, 6, 1], w: [5, 3, 1, 2], strides: 3, pad: 'valid' },
  { x: [1, 8, 8, 2], w: [3, 3, 2, 2], dilations: 2, pad: 'same' },
  { x: [1, 9, 8, 2], w: [3, 2, 2, 2], dilations: 2, pad: 'valid' },
  { x: [2, 9, 10, 16], w: [3, 3, 16, 20], pad: 'same', large: true },
  { x: [3, 8, 12, 32], w: [3, 3, 32, 16], pad: 'valid', large: true },
];

const transposed: readonly (Row & { readonly out: Shape })[] = [
  { x: [2, 3, 3, 2], w: [4, 4, 3, 2], out: [2, 6, 6, 3], strides: 2, pad: 'same' },
  { x: [1, 4, 3, 2], w: [3, 3, 2, 2], out: [1, 8, 6, 2], strides: 2, pad: 'same' },
  { x: [1, 4, 4, 3], w: [3, 3, 2, 3], out: [1, 4, 4, 2], pad: 'same' },
  { x: [1, 3, 3, 2], w: [4, 4, 2, 2], out: [1, 6, 6, 2], pad: 'valid' },
  { x: [1, 3, 3, 2], w: [2, 2, 2, 2], out: [1, 6, 6, 2], strides: 2, pad: 'valid' },
  { x: [1, 2, 2, 2], w: [2, 2, 2, 2], out: [1, 6, 6, 2], strides: 3, pad: 'same' },
];

const depthwise: readonly Row[] = [
  { x: [2, 5, 5, 3], w: [3, 3, 3, 1], pad: 'same' },
  { x: [1, 6, 6, 2], w: [3, 3, 2, 2], strides: 2, pad: 'same' },
  { x: [1, 6, 5, 2], w: [3, 3, 2, 1], pad: 'valid' },
];

const attrsOf = ({ strides = 1, dilations = 1, pad }: Row): Record<string, unknown> => ({
  strides,
  ...(dilations > 1 ? { dilations } : {}),
  pad,
});

export const convolution: readonly Case[] = [
  ...convolutions.map((row): Case => {
    const { x, w, strides = 1, dilations = 1, pad } = row;
    return {
      op: 'conv2d',
      attrs: attrsOf(row),
      inputs: [{ shape: x }, { shape: w }],
      run: (a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad, 'NHWC', dilations),
      reference: (a, b) => conv2d(a, b, row),
      // Sums of hundreds of products, which cancel.
      ...(row.large ? { gradient: false, tolerance: 1e-4 } : { tolerance: 2e-5 }),
    };
  }),
  ...transposed.map((row): Case => {
    const { x, w, out, strides = 1, pad } = row;
    return {
      op: 'conv2dTranspose',
      attrs: attrsOf(row),
      inputs: [{ shape: x }, { shape: w }],
      run: (a, b) =>
        tf.conv2dTranspose(
          a as tf.Tensor4D,
          b as tf.Tensor4D,
          out as [number, number, number, number],
          strides,
          pad,
        ),
      reference: (a, b) => conv2dTranspose(a, b, out, row),
      tolerance: 2e-5,
    };
  }),
  ...depthwise.map((row): Case => {
    const { x, w, strides = 1, pad } = row;
    return {
      op: 'depthwiseConv2d',
      attrs: attrsOf(row),
      inputs: [{ shape: x }, { shape: w }],
      run: (a, b) => tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad as 'same'),
      reference: (a, b) => depthwiseConv2d(a, b, row),
      tolerance: 2e-5,
    };
  }),
];
