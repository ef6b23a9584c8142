import * as tf from '@tensorflow/tfjs-core';
import { einsum, matMul, transpose } from '../../reference/linear.ts';
import { map, zip } from '../../reference/plain.ts';
import type { Case } from '../case.ts';

const flags = [false, true];
const choices = flags.flatMap((a) => flags.map((b) => [a, b] as const));

const swapped = (shape: readonly number[], swap: boolean): number[] =>
  swap ? [...shape.slice(0, -2), shape[shape.length - 1], shape[shape.length - 2]] : [...shape];

/** Both operands as they would be untransposed. The large ones reach the blocked paths of backends. */
const products = [
  { a: [5, 7], b: [7, 3], gradient: true },
  { a: [1, 9], b: [9, 4], gradient: true },
  { a: [3, 4, 5], b: [3, 5, 2], gradient: true },
  { a: [33, 70], b: [70, 19], gradient: false },
  { a: [3, 30, 17], b: [3, 17, 23], gradient: false },
];

const transposes: readonly (readonly [shape: readonly number[], axes: readonly number[]])[] = [
  [
    [4, 6],
    [1, 0],
  ],
  [
    [2, 3, 5],
    [0, 2, 1],
  ],
  [
    [2, 3, 5],
    [2, 0, 1],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 1, 3],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 0, 2],
  ],
  [
    [2, 3, 2, 3, 2],
    [4, 2, 0, 3, 1],
  ],
  [
    [2, 2, 3, 2, 3, 2],
    [0, 1, 3, 2, 4, 5],
  ],
  [
    [2, 2, 3, 2, 3, 2],
    [5, 3, 1, 0, 2, 4],
  ],
];

const sums: readonly (readonly [equation: string, ...shapes: number[][]])[] = [
  ['ij,jk->ik', [3, 4], [4, 5]],
  ['bqd,bkd->bqk', [2, 3, 4], [2, 5, 4]],
  ['bhqk,bhkd->bqhd', [2, 2, 3, 4], [2, 2, 4, 3]],
  ['bi,bi->b', [3, 4], [3, 4]],
];

export const linear: readonly Case[] = [
  ...products.flatMap(({ a, b, gradient }) =>
    choices.map(
      ([transposeA, transposeB]): Case => ({
        op: 'matMul',
        attrs: { transposeA, transposeB },
        inputs: [{ shape: swapped(a, transposeA) }, { shape: swapped(b, transposeB) }],
        run: (x, y) => tf.matMul(x, y, transposeA, transposeB),
        reference: (x, y) => matMul(x, y, transposeA, transposeB),
        gradient,
        tolerance: 2e-5,
      }),
    ),
  ),
  ...(
    [
      [
        [2, 3, 4, 5],
        [2, 3, 5, 2],
      ],
      [
        [2, 1, 4, 5],
        [1, 3, 5, 2],
      ],
      [
        [3, 4, 5],
        [1, 5, 2],
      ],
      [
        [1, 4, 5],
        [3, 5, 2],
      ],
    ] as const
  ).map(
    ([a, b]): Case => ({
      op: 'matMul',
      note: 'batch',
      inputs: [{ shape: a }, { shape: b }],
      run: (x, y) => tf.matMul(x, y),
      reference: (x, y) => matMul(x, y),
      // Core's gradient does not sum over broadcast batch axes.
      gradient: a.length === 4 && a[1] === b[1],
    }),
  ),
  ...(['linear', 'relu', 'sigmoid', 'elu'] as const).map(
    (activation): Case => ({
      op: 'fusedMatMul',
      attrs: { activation },
      inputs: [{ shape: [5, 7] }, { shape: [7, 4] }, { shape: [4] }],
      run: (a, b, bias) =>
        tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, bias, activation }),
      reference: (a, b, bias) => {
        const y = zip(matMul(a, b), bias, (p, q) => p + q);
        if (activation === 'linear') return y;
        if (activation === 'relu') return map(y, (v) => Math.max(v, 0));
        if (activation === 'elu') return map(y, (v) => (v > 0 ? v : Math.expm1(v)));
        return map(y, (v) => 1 / (1 + Math.exp(-v)));
      },
      // Core has no gradient for a fused sigmoid.
      gradient: activation !== 'sigmoid',
    }),
  ),
  ...flags.map(
    (transposeB): Case => ({
      op: 'fusedMatMul',
      note: 'batch',
      attrs: { activation: 'relu', transposeB },
      inputs: [{ shape: [2, 5, 7] }, { shape: swapped([2, 7, 4], transposeB) }, { shape: [4] }],
      run: (a, b, bias) =>
        tf.fused.matMul({
          a: a as tf.Tensor3D,
          b: b as tf.Tensor3D,
          bias,
          transposeB,
          activation: 'relu',
        }),
      reference: (a, b, bias) =>
        zip(matMul(a, b, false, transposeB), bias, (p, q) => Math.max(p + q, 0)),
    }),
  ),
  ...transposes.map(
    ([shape, axes]): Case => ({
      op: 'transpose',
      attrs: { axes },
      inputs: [{ shape }],
      run: (x) => tf.transpose(x, [...axes]),
      reference: (x) => transpose(x, axes),
    }),
  ),
  {
    op: 'transpose',
    inputs: [{ shape: [70, 33] }],
    run: (x) => tf.transpose(x),
    reference: (x) => transpose(x, [1, 0]),
    gradient: false,
  },
  {
    op: 'transpose',
    inputs: [{ shape: [4, 3, 2], dtype: 'int32', range: [0, 100] }],
    run: (x) => tf.transpose(x, [2, 0, 1]),
    reference: (x) => transpose(x, [2, 0, 1]),
    gradient: false,
  },
  ...sums.map(
    ([equation, ...shapes]): Case => ({
      op: 'einsum',
      attrs: { equation },
      inputs: shapes.map((shape) => ({ shape })),
      run: (...xs) => tf.einsum(equation, ...xs),
      reference: (...xs) => einsum(equation, ...xs),
    }),
  ),
];
