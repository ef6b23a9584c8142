import * as tf from '@tensorflow/tfjs-core';
import * as plain from '../../reference/layout.ts';
import { at, build, reshape } from '../../reference/plain.ts';
import type { Case } from '../case.ts';

/** Space to depth as models write it: a reshape, a transpose, a reshape. */
const spaceToDepth = (x: tf.Tensor, size: number): tf.Tensor => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns] = [height / size, width / size];
  const blocks = tf.reshape(x, [batch, rows, size, columns, size, channels]);
  const gathered = tf.transpose(blocks, [0, 1, 3, 2, 4, 5]);
  return tf.reshape(gathered, [batch, rows, columns, channels * size * size]);
};

/** What only moves numbers must move those of every type. */
const moves: readonly Pick<Case, 'op' | 'run' | 'reference'>[] = [
  { op: 'tile', run: (x) => tf.tile(x, [2, 3]), reference: (x) => plain.tile(x, [2, 3]) },
  { op: 'reverse', run: (x) => tf.reverse(x, 1), reference: (x) => plain.reverse(x, [1]) },
  { op: 'concat', run: (x) => tf.concat([x, x], 1), reference: (x) => plain.concat(1, x, x) },
  {
    op: 'slice',
    run: (x) => tf.slice(x, [1, 1], [2, 2]),
    reference: (x) => plain.slice(x, [1, 1], [2, 2]),
  },
  {
    op: 'gather',
    run: (x) => tf.gather(x, tf.tensor1d([2, 0], 'int32')),
    reference: (x) => plain.gather(x, { shape: [2], values: Float64Array.of(2, 0) }, 0),
  },
];

export const layout: readonly Case[] = [
  ...[0, 1, 2].map(
    (axis): Case => ({
      op: 'concat',
      attrs: { axis },
      inputs: [{ shape: [2, 3, 4] }, { shape: [2, 3, 4].map((s, a) => (a === axis ? 2 : s)) }],
      run: (a, b) => tf.concat([a, b], axis),
      reference: (a, b) => plain.concat(axis, a, b),
    }),
  ),
  ...[0, 1].map(
    (axis): Case => ({
      op: 'stack',
      attrs: { axis },
      inputs: [{ shape: [3, 4] }, { shape: [3, 4] }],
      run: (a, b) => tf.stack([a, b], axis),
      reference: (a, b) => {
        const shape = [...a.shape.slice(0, axis), 1, ...a.shape.slice(axis)];
        return plain.concat(axis, reshape(a, shape), reshape(b, shape));
      },
    }),
  ),
  ...[
    { shape: [5, 6], begin: [1, 2], size: [3, 3] },
    { shape: [3, 4, 5], begin: [0, 1, 2], size: [3, 2, 3] },
    { shape: [2, 3, 4, 3], begin: [1, 0, 1, 0], size: [1, 3, 2, 3] },
  ].map(
    ({ shape, begin, size }): Case => ({
      op: 'slice',
      attrs: { begin, size },
      inputs: [{ shape }],
      run: (x) => tf.slice(x, begin, size),
      reference: (x) => plain.slice(x, begin, size),
    }),
  ),
  ...[0, 1, 2].map(
    (part): Case => ({
      op: 'split',
      attrs: { part },
      inputs: [{ shape: [3, 6] }],
      run: (x) => tf.split(x, [1, 3, 2], 1)[part],
      reference: (x) => plain.slice(x, [0, [0, 1, 4][part]], [3, [1, 3, 2][part]]),
    }),
  ),
  {
    op: 'unstack',
    inputs: [{ shape: [3, 2, 4] }],
    run: (x) => tf.unstack(x, 1)[1],
    reference: (x) => reshape(plain.slice(x, [0, 1, 0], [3, 1, 4]), [3, 4]),
  },
  ...(
    [
      [
        [3, 4],
        [
          [1, 2],
          [0, 1],
        ],
        0,
      ],
      [
        [3, 4],
        [
          [1, 0],
          [2, 2],
        ],
        7,
      ],
      [
        [1, 3, 3, 2],
        [
          [0, 0],
          [1, 1],
          [2, 1],
          [0, 0],
        ],
        0,
      ],
    ] as const
  ).map(
    ([shape, around, value]): Case => ({
      op: 'pad',
      attrs: { around, value },
      inputs: [{ shape }],
      run: (x) =>
        tf.pad(
          x,
          around.map((pair) => [pair[0], pair[1]]),
          value,
        ),
      reference: (x) => plain.pad(x, around, value),
    }),
  ),
  ...[[0], [1], [0, 1], [0, 2]].map(
    (axes): Case => ({
      op: 'reverse',
      attrs: { axes },
      inputs: [{ shape: [3, 4, 2] }],
      run: (x) => tf.reverse(x, axes),
      reference: (x) => plain.reverse(x, axes),
    }),
  ),
  ...(
    [
      [
        [1, 5],
        [4, 1],
      ],
      [
        [3, 2],
        [2, 3],
      ],
      [
        [2, 1, 3],
        [1, 4, 2],
      ],
    ] as const
  ).map(
    ([shape, reps]): Case => ({
      op: 'tile',
      attrs: { reps },
      inputs: [{ shape }],
      run: (x) => tf.tile(x, [...reps]),
      reference: (x) => plain.tile(x, reps),
    }),
  ),
  {
    op: 'broadcastTo',
    inputs: [{ shape: [3, 1] }],
    run: (x) => tf.broadcastTo(x, [2, 3, 4]),
    reference: (x) => build([2, 3, 4], (index) => at(x, index)),
  },
  ...moves.flatMap(({ op, run, reference }) =>
    (['int32', 'bool'] as const).map(
      (dtype): Case => ({
        op,
        inputs: [{ shape: [3, 4], dtype, range: [0, 50] }],
        run,
        reference,
        gradient: false,
      }),
    ),
  ),
  {
    op: 'depthToSpace',
    attrs: { size: 2 },
    inputs: [{ shape: [2, 2, 3, 8] }],
    run: (x) => tf.depthToSpace(x as tf.Tensor4D, 2),
    reference: (x) => plain.depthToSpace(x, 2),
  },
  {
    op: 'spaceToDepth',
    attrs: { size: 2 },
    inputs: [{ shape: [2, 4, 6, 3] }],
    run: (x) => spaceToDepth(x, 2),
    reference: (x) => plain.spaceToDepth(x, 2),
  },
];
