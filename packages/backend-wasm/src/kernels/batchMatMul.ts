import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcast_util } from '@tensorflow/tfjs-core';
import { currentGemm } from '../gemm/currentGemm.ts';
import type { Gemm, Matrix } from '../gemm/gemm.ts';
import { allocate, floats, free, sizeOf } from '../heap.ts';
import type { Call, Info, Kernel, Run } from '../kernel.ts';
import { permute } from '../permute.ts';

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
      const gemm = currentGemm();
      const single = !transposeA && !transposeB && product.batch.length <= 1;
      if (gemm && !(single && sizeOf(product.batch) === 1 && product.rows <= fewRows)) {
        return multiply(gemm, backend, a, b, product);
      }
      return turnFirst(plainly, call);
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
  gemm: Gemm,
  backend: BackendWasm,
  a: Info,
  b: Info,
  product: Product,
  bias?: Info,
): Info {
  const { rows, inner, columns, batch, shape, transposeA, transposeB } = product;
  const out = allocate(backend, shape);
  const at = (x: Info): number => backend.getMemoryOffset(x.dataId);
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
    gemm({ ...size, rows: rows * count, a: left, b: right, c });
  } else if ([countA, countB].every((own) => own === 1 || own === count)) {
    gemm({
      ...size,
      batch: count,
      a: { ...left, batchStep: countA === 1 ? 0 : rows * inner },
      b: { ...right, batchStep: countB === 1 ? 0 : inner * columns },
      c: { ...c, batchStep: rows * columns },
    });
  } else {
    const [pickA, pickB] = [a, b].map((x) => broadcastIndex(x.shape.slice(0, -2), batch));
    for (let i = 0; i < count; i++) {
      gemm({
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

/** Stock, with its slow transposes done before it. */
function turnFirst(plainly: Run, { inputs, attrs, backend }: Arguments): Info {
  const left = attrs.transposeA ? turned(backend, inputs.a) : inputs.a;
  const right = attrs.transposeB ? turned(backend, inputs.b) : inputs.b;
  const none = { transposeA: false, transposeB: false };
  const out = plainly({ inputs: { a: left, b: right }, attrs: none, backend });
  if (attrs.transposeA) free(backend, left);
  if (attrs.transposeB) free(backend, right);
  return out;
}

/** The matrices of x, each transposed. */
function turned(backend: BackendWasm, x: Info): Info {
  const last = x.shape.length - 1;
  const axes = x.shape.map((_, axis) => axis);
  return permute(backend, x, [...axes.slice(0, -2), last, last - 1]);
}
