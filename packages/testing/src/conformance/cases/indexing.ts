import * as tf from '@tensorflow/tfjs-core';
import { gather, oneHot } from '../../reference/layout.ts';
import { at, build, type Plain } from '../../reference/plain.ts';
import type { Case } from '../case.ts';

const largestFirst = (x: Plain, k: number): Plain => {
  const [rows, columns] = x.shape;
  return build([rows, k], ([row, rank]) => {
    const values = Array.from({ length: columns }, (_, column) => at(x, [row, column]));
    return values.sort((a, b) => b - a)[rank];
  });
};

const ids = (shape: number[], below: number) =>
  ({ shape, dtype: 'int32', range: [0, below] }) as const;

export const indexing: readonly Case[] = [
  ...(
    [
      [[7, 3], ids([5], 7), 0],
      [[7, 3], ids([2, 4], 7), 0],
      [[3, 6], ids([4], 6), 1],
      [[2, 5, 3], ids([6], 5), 1],
    ] as const
  ).map(
    ([shape, indices, axis]): Case => ({
      op: 'gather',
      attrs: { axis },
      inputs: [{ shape }, indices],
      run: (x, i) => tf.gather(x, i as tf.Tensor1D, axis),
      reference: (x, i) => gather(x, i, axis),
    }),
  ),
  ...[[4], [2, 3]].map(
    (shape): Case => ({
      op: 'oneHot',
      attrs: { depth: 5, on: 0.9, off: 0.1 },
      inputs: [ids(shape, 5)],
      run: (i) => tf.oneHot(i as tf.Tensor1D, 5, 0.9, 0.1, 'float32'),
      reference: (i) => oneHot(i, 5, 0.9, 0.1),
      gradient: false,
    }),
  ),
  {
    op: 'topk',
    attrs: { k: 3 },
    inputs: [{ shape: [4, 9] }],
    run: (x) => tf.topk(x, 3).values,
    reference: (x) => largestFirst(x, 3),
    gradient: false,
  },
];
