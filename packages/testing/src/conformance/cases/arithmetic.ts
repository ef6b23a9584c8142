import * as tf from '@tensorflow/tfjs-core';
import { at, broadcast, build, map, type Plain, zip } from '../../reference/plain.ts';
import type { Case, Input } from '../case.ts';

interface Binary {
  readonly op: string;
  readonly run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  readonly f: (a: number, b: number) => number;
  readonly ranges?: readonly [readonly [number, number], readonly [number, number]];
}

const away: [number, number] = [0.4, 2];

const smooth: readonly Binary[] = [
  { op: 'add', run: tf.add, f: (a, b) => a + b },
  { op: 'sub', run: tf.sub, f: (a, b) => a - b },
  { op: 'mul', run: tf.mul, f: (a, b) => a * b },
  { op: 'div', run: tf.div, f: (a, b) => a / b, ranges: [[-2, 2], away] },
  { op: 'divNoNan', run: tf.divNoNan, f: (a, b) => (b === 0 ? 0 : a / b), ranges: [[-2, 2], away] },
  { op: 'pow', run: tf.pow, f: (a, b) => a ** b, ranges: [away, [-2, 2]] },
  { op: 'maximum', run: tf.maximum, f: Math.max },
  { op: 'minimum', run: tf.minimum, f: Math.min },
  { op: 'squaredDifference', run: tf.squaredDifference, f: (a, b) => (a - b) ** 2 },
];

const logical: readonly Binary[] = [
  { op: 'greater', run: tf.greater, f: (a, b) => Number(a > b) },
  { op: 'greaterEqual', run: tf.greaterEqual, f: (a, b) => Number(a >= b) },
  { op: 'less', run: tf.less, f: (a, b) => Number(a < b) },
  { op: 'lessEqual', run: tf.lessEqual, f: (a, b) => Number(a <= b) },
  { op: 'equal', run: tf.equal, f: (a, b) => Number(a === b) },
  { op: 'notEqual', run: tf.notEqual, f: (a, b) => Number(a !== b) },
];

type Shapes = readonly [readonly number[], readonly number[]];

/** A bias, a column, an outer product, a scalar, and both sides broadcast at once. */
const broadcasts: readonly Shapes[] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [[], [2, 3]],
  [
    [2, 1, 4],
    [3, 1],
  ],
];

const binary = ({ op, run, f, ranges }: Binary, [a, b]: Shapes, gradient: boolean): Case => ({
  op,
  inputs: [
    { shape: a, range: ranges?.[0] ?? [-2, 2] },
    { shape: b, range: ranges?.[1] ?? [-2, 2] },
  ],
  run,
  reference: (x, y) => zip(x, y, f),
  gradient,
});

const whole = (shape: number[]): Input => ({ shape, dtype: 'int32', range: [0, 4] });
const truth = (shape: number[]): Input => ({ shape, dtype: 'bool' });
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

const extremes = smooth.filter(({ op }) => op === 'maximum' || op === 'minimum');

const select = (condition: Plain, a: Plain, b: Plain): Plain =>
  build(broadcast(condition.shape, broadcast(a.shape, b.shape)), (i) =>
    at(condition, i) ? at(a, i) : at(b, i),
  );

export const arithmetic: readonly Case[] = [
  ...smooth.flatMap((row) => broadcasts.map((shapes) => binary(row, shapes, true))),
  ...logical.flatMap((row) => broadcasts.slice(0, 2).map((shapes) => binary(row, shapes, false))),
  {
    op: 'equal',
    inputs: [whole([4, 5]), whole([5])],
    run: (a, b) => tf.equal(a, b),
    reference: (a, b) => zip(a, b, (x, y) => Number(x === y)),
    gradient: false,
  },
  {
    op: 'maximum',
    inputs: [whole([4, 5]), whole([5])],
    run: (a, b) => tf.maximum(a, b),
    reference: (a, b) => zip(a, b, Math.max),
    gradient: false,
  },
  ...extremes.map(
    ({ op, run, f }): Case => ({
      op,
      note: 'extreme',
      inputs: [
        { shape: [5], values: [nan, 1, inf, -inf, -1e30] },
        { shape: [5], values: [1, nan, 2, 2, 1e-30] },
      ],
      run,
      reference: (a, b) => zip(a, b, f),
      gradient: false,
    }),
  ),
  ...[2, 3, 0.5, -1].map(
    (exponent): Case => ({
      op: 'pow',
      attrs: { exponent },
      inputs: [{ shape: [3, 5], range: away }],
      run: (x) => tf.pow(x, exponent),
      reference: (x) => map(x, (v) => v ** exponent),
    }),
  ),
  {
    op: 'logicalAnd',
    inputs: [truth([4, 6]), truth([4, 6])],
    run: (a, b) => tf.logicalAnd(a, b),
    reference: (a, b) => zip(a, b, (x, y) => Number(x && y)),
    gradient: false,
  },
  {
    op: 'logicalOr',
    inputs: [truth([4, 6]), truth([6])],
    run: (a, b) => tf.logicalOr(a, b),
    reference: (a, b) => zip(a, b, (x, y) => Number(x || y)),
    gradient: false,
  },
  {
    op: 'logicalNot',
    inputs: [truth([4, 6])],
    run: (a) => tf.logicalNot(a),
    reference: (a) => map(a, (x) => Number(!x)),
    gradient: false,
  },
  ...(
    [
      [
        [4, 6],
        [4, 6],
        [4, 6],
      ],
      [[4, 1], [4, 6], [6]],
    ] as const
  ).map(
    ([c, a, b]): Case => ({
      op: 'where',
      inputs: [truth([...c]), { shape: a }, { shape: b }],
      run: (condition, x, y) => tf.where(condition, x, y),
      reference: select,
    }),
  ),
  {
    op: 'addN',
    inputs: [{ shape: [3, 4] }, { shape: [3, 4] }, { shape: [3, 4] }],
    run: (...xs) => tf.addN(xs),
    reference: (a, b, c) =>
      zip(
        zip(a, b, (x, y) => x + y),
        c,
        (x, y) => x + y,
      ),
  },
  {
    op: 'prelu',
    inputs: [{ shape: [3, 4] }, { shape: [4] }],
    run: (x, alpha) => tf.prelu(x, alpha),
    reference: (x, alpha) => zip(x, alpha, (v, a) => (v > 0 ? v : a * v)),
  },
];
