import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcast_util } from '@tensorflow/tfjs-core';
import { type Compiled, currentCompiled } from '../compiled/compiled.ts';
import { gemm, type Matrix } from '../compiled/gemm.ts';
import { addressOf, allocate, floats, free, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel, Run } from '../kernel.ts';
import { copyAs, rowMajorSteps } from '../stridedCopy.ts';

type Arguments = Call<{ a: Info; b: Info }, { transposeA: boolean; transposeB: boolean }>;

/** Rows of one plain product up to which XNNPACK, which does not pack A, is faster. */
const fewRows = 3;

/**
 * C = A·B over the last two axes, either transposed; the axes before them broadcast.
 *
 * Stock runs XNNPACK for one product A·B (36 GFLOP/s) and naive loops for everything else (0.7 to 3).
 * Here `gemm` does all of them at 40 to 48. Without SIMD a transposed operand is turned for stock.
 */
export const batchMatMul: Kernel = {
  name: 'BatchMatMul',
  build: (stock) => {
    const plainly = stock('BatchMatMul');
    return (call: Arguments) => {
      const { inputs, attrs, backend } = call;
      const { a, b } = inputs;
      const { transposeA, transposeB } = attrs;
      const product = plan(a, b, transposeA, transposeB);
      if (product.inner === 0 || sizeOf(product.shape) === 0) {
        const out = allocate(backend, product.shape);
        floats(backend, out).fill(0);
        return out;
      }
      const compiled = currentCompiled();
      const single = !transposeA && !transposeB && product.batch.length <= 1;
      if (compiled && !(single && sizeOf(product.batch) === 1 && product.rows <= fewRows)) {
        return multiply(compiled, backend, a, b, product);
      }
      return turnFirst(plainly, call, product.batch);
    };
  },
};

/** The sizes of a batch of products. */
export interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Broadcast leading axes. */
  readonly batch: number[];
  readonly shape: number[];
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export function plan(a: Info, b: Info, transposeA: boolean, transposeB: boolean): Product {
  const [a0, a1] = a.shape.slice(-2);
  const [b0, b1] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [a1, a0] : [a0, a1];
  const columns = transposeB ? b0 : b1;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  return { rows, inner, columns, batch, shape: [...batch, rows, columns], transposeA, transposeB };
}

/**
 * @param bias `columns` numbers added to every row
 * @returns the product in memory of its own
 */
export function multiply(
  compiled: Compiled,
  backend: BackendWasm,
  a: Info,
  b: Info,
  product: Product,
  bias?: Info,
): Info {
  const { rows, inner, columns, batch, shape, transposeA, transposeB } = product;
  const out = allocate(backend, shape);
  const at = (x: Info): number => addressOf(backend, x);
  const left = matrix(at(a), rows, inner, transposeA);
  const right = matrix(at(b), inner, columns, transposeB);
  const c = { at: at(out), rowStep: columns };
  const size = { rows, inner, columns, ...(bias ? { bias: at(bias) } : {}) };
  const [countA, countB, count] = [
    sizeOf(a.shape.slice(0, -2)),
    sizeOf(b.shape.slice(0, -2)),
    sizeOf(batch),
  ];

  if (countB === 1 && countA === count && !transposeA) {
    // One right-hand matrix for the whole batch makes it a single tall product.
    gemm(compiled, { ...size, rows: rows * count, a: left, b: right, c });
  } else if ([countA, countB].every((own) => own === 1 || own === count)) {
    gemm(compiled, {
      ...size,
      batch: count,
      a: { ...left, batchStep: countA === 1 ? 0 : rows * inner },
      b: { ...right, batchStep: countB === 1 ? 0 : inner * columns },
      c: { ...c, batchStep: rows * columns },
    });
  } else {
    const [pickA, pickB] = [a, b].map((x) => broadcastIndex(x.shape.slice(0, -2), batch));
    for (let i = 0; i < count; i++) {
      gemm(compiled, {
        ...size,
        a: { ...left, at: left.at + 4 * pickA[i] * rows * inner },
        b: { ...right, at: right.at + 4 * pickB[i] * inner * columns },
        c: { ...c, at: c.at + 4 * i * rows * columns },
      });
    }
  }
  return out;
}

const matrix = (at: number, rows: number, columns: number, transposed: boolean): Matrix =>
  transposed ? { at, rowStep: 1, columnStep: rows } : { at, rowStep: columns, columnStep: 1 };

/** For each position of `to`, the position of `from` that broadcasting puts there. */
function broadcastIndex(from: number[], to: number[]): Int32Array {
  const index = new Int32Array(sizeOf(to));
  const lead = to.length - from.length;
  for (let i = 0; i < index.length; i++) {
    let rest = i;
    let step = 1;
    for (let axis = to.length - 1; axis >= lead; axis--) {
      const size = from[axis - lead];
      index[i] += (size === 1 ? 0 : rest % to[axis]) * step;
      rest = Math.floor(rest / to[axis]);
      step *= size;
    }
  }
  return index;
}

/** Stock, with its slow transposes done before it, and the broadcasting of a batch, which it gets wrong. */
function turnFirst(plainly: Run, { inputs, attrs, backend }: Arguments, batch: number[]): Info {
  const left = laidOut(backend, inputs.a, attrs.transposeA, batch);
  const right = laidOut(backend, inputs.b, attrs.transposeB, batch);
  const none = { transposeA: false, transposeB: false };
  const out = plainly({ inputs: { a: left, b: right }, attrs: none, backend });
  if (left !== inputs.a) free(backend, left);
  if (right !== inputs.b) free(backend, right);
  return out;
}

/** The matrices of x, transposed or not, one for each product of the batch; x itself where they are. */
function laidOut(backend: BackendWasm, x: Info, transpose: boolean, batch: number[]): Info {
  const own = x.shape.slice(0, -2);
  const spread = sizeOf(own) > 1 && sizeOf(own) !== sizeOf(batch);
  if (!transpose && !spread) return x;
  const steps = rowMajorSteps(x.shape);
  const [row, column] = [steps.length - 2, steps.length - 1];
  const last = transpose ? [column, row] : [row, column];
  const lead = spread ? batch : own;
  const shift = lead.length - own.length;
  const shape = [...lead, ...last.map((axis) => x.shape[axis])];
  const leadSteps = lead.map((_, axis) =>
    axis < shift || own[axis - shift] === 1 ? 0 : steps[axis - shift],
  );
  const out = allocate(backend, shape, x.dtype);
  const layout = { shape, steps: [...leadSteps, ...last.map((axis) => steps[axis])], start: 0 };
  copyAs(backend, x, out, layout);
  return out;
}
