import * as tf from '@tensorflow/tfjs-core';
import * as plain from '../../reference/functions.ts';
import { map } from '../../reference/plain.ts';
import type { Case } from '../case.ts';

interface Unary {
  readonly op: string;
  readonly run: (x: tf.Tensor) => tf.Tensor;
  readonly f: (x: number) => number;
  readonly range?: readonly [number, number];
  readonly gradient?: boolean;
}

const halfPi = Math.PI / 2;

/** gelu as models write it, from core's operations. */
const gelu = (x: tf.Tensor): tf.Tensor =>
  tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));

const geluTanh = (x: tf.Tensor): tf.Tensor => {
  const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
};

const unary: readonly Unary[] = [
  { op: 'abs', run: tf.abs, f: Math.abs },
  { op: 'neg', run: tf.neg, f: (x) => -x },
  { op: 'exp', run: tf.exp, f: Math.exp, range: [-4, 3] },
  { op: 'expm1', run: tf.expm1, f: Math.expm1 },
  { op: 'log', run: tf.log, f: Math.log, range: [0.1, 4] },
  { op: 'log1p', run: tf.log1p, f: Math.log1p, range: [-0.5, 4] },
  { op: 'sqrt', run: tf.sqrt, f: Math.sqrt, range: [0.1, 4] },
  { op: 'rsqrt', run: tf.rsqrt, f: (x) => 1 / Math.sqrt(x), range: [0.2, 4] },
  { op: 'square', run: tf.square, f: (x) => x * x },
  { op: 'reciprocal', run: tf.reciprocal, f: (x) => 1 / x, range: [0.3, 3] },
  { op: 'relu', run: tf.relu, f: (x) => Math.max(x, 0) },
  { op: 'relu6', run: tf.relu6, f: (x) => Math.min(Math.max(x, 0), 6), range: [-3, 9] },
  { op: 'leakyRelu', run: (x) => tf.leakyRelu(x, 0.3), f: (x) => (x > 0 ? x : 0.3 * x) },
  { op: 'elu', run: tf.elu, f: plain.elu },
  { op: 'selu', run: tf.selu, f: plain.selu },
  { op: 'sigmoid', run: tf.sigmoid, f: plain.sigmoid, range: [-6, 6] },
  { op: 'logSigmoid', run: tf.logSigmoid, f: (x) => -plain.softplus(-x), range: [-6, 6] },
  { op: 'tanh', run: tf.tanh, f: Math.tanh, range: [-5, 5] },
  { op: 'softplus', run: tf.softplus, f: plain.softplus, range: [-8, 8] },
  { op: 'erf', run: tf.erf, f: plain.erf, range: [-2.9, 2.9] },
  { op: 'gelu', run: gelu, f: plain.gelu },
  { op: 'geluTanh', run: geluTanh, f: plain.geluTanh },
  { op: 'silu', run: (x) => tf.mul(x, tf.sigmoid(x)), f: (x) => x * plain.sigmoid(x) },
  { op: 'sin', run: tf.sin, f: Math.sin },
  { op: 'cos', run: tf.cos, f: Math.cos },
  { op: 'atan', run: tf.atan, f: Math.atan },
  { op: 'asin', run: tf.asin, f: Math.asin, range: [-0.9, 0.9] },
  { op: 'tan', run: tf.tan, f: Math.tan, range: [-halfPi + 0.4, halfPi - 0.4] },
  { op: 'sign', run: tf.sign, f: Math.sign },
  { op: 'step', run: (x) => tf.step(x), f: (x) => Number(x > 0) },
  { op: 'floor', run: tf.floor, f: Math.floor },
  { op: 'ceil', run: tf.ceil, f: Math.ceil },
  { op: 'round', run: tf.round, f: plain.roundHalfEven },
  {
    op: 'clipByValue',
    run: (x) => tf.clipByValue(x, -0.9137, 1.1291),
    f: (x) => Math.min(Math.max(x, -0.9137), 1.1291),
  },
  { op: 'isNaN', run: tf.isNaN, f: (x) => Number(Number.isNaN(x)), gradient: false },
];

/** Odd sizes too, so that the rest after the last full vector is seen. */
const shapes = [[4, 6], [37]];

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

interface Extreme {
  readonly op: string;
  readonly run: (x: tf.Tensor) => tf.Tensor;
  readonly f: (x: number) => number;
  readonly values: readonly number[];
}

/** Where naive formulas overflow, and what must pass through unharmed. */
const extremes: readonly Extreme[] = [
  { op: 'exp', run: tf.exp, f: Math.exp, values: [-inf, -200, -87, 88, 120, inf, nan] },
  { op: 'log', run: tf.log, f: Math.log, values: [0, 1e-30, 1e30, inf, nan] },
  { op: 'sigmoid', run: tf.sigmoid, f: plain.sigmoid, values: [-inf, -200, 200, inf] },
  { op: 'tanh', run: tf.tanh, f: Math.tanh, values: [-inf, -50, 1e-6, -3e-4, 50, inf, nan] },
  { op: 'softplus', run: tf.softplus, f: plain.softplus, values: [-300, -20, 20, 300, inf, nan] },
  {
    op: 'erf',
    run: tf.erf,
    f: (x) => (Math.abs(x) > 5 ? Math.sign(x) : plain.erf(x)),
    values: [-inf, -9, 1e-5, 9, inf],
  },
  {
    op: 'leakyRelu',
    run: (x) => tf.leakyRelu(x, 0.3),
    f: (x) => (x < 0 ? 0.3 * x : x),
    values: [-inf, inf, nan],
  },
  { op: 'round', run: tf.round, f: plain.roundHalfEven, values: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5] },
  { op: 'square', run: tf.square, f: (x) => x * x, values: [-1e15, 1e-15, inf, nan] },
];

export const elementwise: readonly Case[] = [
  ...unary.flatMap(({ op, run, f, range, gradient = true }) =>
    shapes.map(
      (shape): Case => ({
        op,
        inputs: [range ? { shape, range } : { shape }],
        run,
        reference: (x) => map(x, f),
        gradient,
      }),
    ),
  ),
  ...extremes.map(
    ({ op, run, f, values }): Case => ({
      op,
      note: 'extreme',
      inputs: [{ shape: [values.length], values }],
      run,
      reference: (x) => map(x, (v) => f(v)),
      gradient: false,
    }),
  ),
];
