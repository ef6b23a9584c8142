import * as tf from '@tensorflow/tfjs-core';
import { type ResizeOptions, resizeBilinear, resizeNearest } from '../../reference/layout.ts';
import { pool } from '../../reference/windows.ts';
import type { Case } from '../case.ts';

const shapes = [
  { x: [2, 6, 6, 3], size: 2, strides: 2, pad: 'valid' },
  { x: [1, 7, 5, 2], size: 2, strides: 2, pad: 'same' },
  { x: [1, 6, 6, 2], size: 3, strides: 2, pad: 'same' },
  { x: [1, 6, 6, 2], size: 3, strides: 1, pad: 'same' },
  { x: [1, 7, 7, 2], size: 3, strides: 3, pad: 'valid' },
] as const;

/** Windows with only negative numbers in them are where a maximum that starts at zero goes wrong. */
const ranges: readonly (readonly [number, number])[] = [
  [-2, 2],
  [-3, -1],
];

const pooling = (op: string, run: typeof tf.maxPool, kind: 'max' | 'mean'): Case[] =>
  shapes.flatMap(({ x, size, strides, pad }) =>
    ranges.map(
      (range): Case => ({
        op,
        attrs: { size, strides, pad },
        ...(range[1] < 0 ? { note: 'negative' } : {}),
        inputs: [{ shape: x, range }],
        run: (a) => run(a as tf.Tensor4D, size, strides, pad),
        reference: (a) => pool(kind, a, [size, size], { strides, pad }),
      }),
    ),
  );

const sizes: readonly (readonly [from: readonly number[], to: [number, number]])[] = [
  [
    [1, 3, 4, 2],
    [6, 8],
  ],
  [
    [2, 5, 5, 1],
    [3, 8],
  ],
];

const variants: readonly ResizeOptions[] = [{}, { alignCorners: true }, { halfPixelCenters: true }];

const resizing = (
  op: string,
  run: typeof tf.image.resizeBilinear,
  reference: typeof resizeBilinear,
): Case[] =>
  sizes.flatMap(([shape, to]) =>
    variants.map(
      (options): Case => ({
        op,
        attrs: { to, ...options },
        inputs: [{ shape }],
        run: (x) =>
          run(
            x as tf.Tensor4D,
            to,
            options.alignCorners ?? false,
            options.halfPixelCenters ?? false,
          ),
        reference: (x) => reference(x, to, options),
      }),
    ),
  );

export const poolingAndResizing: readonly Case[] = [
  ...pooling('maxPool', tf.maxPool, 'max'),
  ...pooling('avgPool', tf.avgPool, 'mean'),
  ...resizing('resizeBilinear', tf.image.resizeBilinear, resizeBilinear),
  ...resizing('resizeNearestNeighbor', tf.image.resizeNearestNeighbor, resizeNearest),
];
