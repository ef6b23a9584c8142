import * as tf from '@tensorflow/tfjs-core';
import { matMul } from '../../reference/linear.ts';
import { map, type Plain, reshape, zip } from '../../reference/plain.ts';
import * as plain from '../../reference/reduce.ts';
import type { Case } from '../case.ts';

const reducers = [
  { op: 'sum', run: tf.sum, combine: plain.total },
  { op: 'mean', run: tf.mean, combine: plain.average },
  { op: 'max', run: tf.max, combine: plain.largest },
  { op: 'min', run: tf.min, combine: plain.smallest },
] as const;

const axes: readonly (readonly [shape: number[], axis: number[] | undefined, keepDims: boolean])[] =
  [
    [[4, 6], undefined, false],
    [[4, 6], [-1], true],
    [[4, 6], [0], false],
    [[3, 4, 5], [1], true],
    [[2, 3, 4, 2], [0, 1, 2], false],
    [[2, 3, 4, 2], [1, 3], true],
  ];

const extremePlaces = [
  { op: 'argMax', run: tf.argMax, pick: plain.largest },
  { op: 'argMin', run: tf.argMin, pick: plain.smallest },
] as const;

const epsilon = 1e-5;

/** Layer norm as models write it, from core's operations. */
const standardize = (x: tf.Tensor, over: number[]): tf.Tensor => {
  const centred = tf.sub(x, tf.mean(x, over, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), over, true), epsilon)));
};

const attention = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor): tf.Tensor => {
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]!));
  return tf.matMul(tf.softmax(scores), v);
};

const plainAttention = (q: Plain, k: Plain, v: Plain): Plain => {
  const scores = map(matMul(q, k, false, true), (s) => s / Math.sqrt(q.shape[3]));
  return matMul(plain.softmax(scores), v);
};

export const reduction: readonly Case[] = [
  ...reducers.flatMap(({ op, run, combine }) =>
    axes.map(
      ([shape, axis, keepDims]): Case => ({
        op,
        attrs: { axis: axis ?? 'all', keepDims },
        inputs: [{ shape }],
        run: (x) => run(x, axis, keepDims),
        reference: (x) => plain.reduce(x, axis, combine, keepDims),
      }),
    ),
  ),
  {
    op: 'sum',
    inputs: [{ shape: [3, 4, 2], dtype: 'int32', range: [-5, 5] }],
    run: (x) => tf.sum(x, 0),
    reference: (x) => plain.reduce(x, [0], plain.total),
    gradient: false,
  },
  ...extremePlaces.flatMap(({ op, run, pick }) =>
    [0, 1].map(
      (axis): Case => ({
        op,
        attrs: { axis },
        inputs: [{ shape: [5, 7] }],
        run: (x) => run(x, axis),
        reference: (x) => plain.reduce(x, [axis], (values) => values.indexOf(pick(values))),
        gradient: false,
      }),
    ),
  ),
  ...[
    [3, 7],
    [2, 3, 4],
    [1, 37],
  ].map(
    (shape): Case => ({
      op: 'softmax',
      inputs: [{ shape }],
      run: (x) => tf.softmax(x),
      reference: plain.softmax,
    }),
  ),
  {
    op: 'softmax',
    note: 'extreme',
    inputs: [{ shape: [2, 3], values: [1000, 999, -1000, -1e30, -1e30, 0] }],
    run: (x) => tf.softmax(x),
    reference: plain.softmax,
    gradient: false,
  },
  ...[
    [3, 7],
    [2, 3, 4],
  ].map(
    (shape): Case => ({
      op: 'logSoftmax',
      inputs: [{ shape }],
      run: (x) => tf.logSoftmax(x),
      reference: plain.logSoftmax,
    }),
  ),
  {
    op: 'logSumExp',
    inputs: [{ shape: [4, 6] }],
    run: (x) => tf.logSumExp(x, -1),
    reference: (x) => plain.reduce(x, [-1], (v) => Math.log(plain.total(v.map(Math.exp)))),
  },
  {
    op: 'layerNorm',
    inputs: [{ shape: [4, 6] }, { shape: [6] }, { shape: [6] }],
    run: (x, gain, bias) => tf.add(tf.mul(standardize(x, [-1]), gain), bias),
    reference: (x, gain, bias) =>
      zip(
        zip(plain.standardize(x, [1], epsilon), gain, (a, b) => a * b),
        bias,
        (a, b) => a + b,
      ),
  },
  {
    op: 'groupNorm',
    attrs: { groups: 2 },
    inputs: [{ shape: [2, 3, 3, 4] }],
    run: (x) => tf.reshape(standardize(tf.reshape(x, [2, 9, 2, 2]), [1, 3]), [2, 3, 3, 4]),
    reference: (x) =>
      reshape(plain.standardize(reshape(x, [2, 9, 2, 2]), [1, 3], epsilon), [2, 3, 3, 4]),
  },
  {
    op: 'normalise',
    inputs: [{ shape: [4, 6] }],
    run: (x) => tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), epsilon))),
    reference: (x) => plain.normalise(x, epsilon),
  },
  {
    op: 'attention',
    inputs: [{ shape: [2, 2, 3, 4] }, { shape: [2, 2, 5, 4] }, { shape: [2, 2, 5, 3] }],
    run: attention,
    reference: plainAttention,
  },
  ...[
    [false, false],
    [true, false],
    [false, true],
  ].flatMap(([exclusive, reverse]) =>
    [0, 1].map(
      (axis): Case => ({
        op: 'cumsum',
        attrs: { axis, exclusive, reverse },
        inputs: [{ shape: [4, 5] }],
        run: (x) => tf.cumsum(x, axis, exclusive, reverse),
        reference: (x) => plain.cumsum(x, axis, exclusive, reverse),
      }),
    ),
  ),
];
