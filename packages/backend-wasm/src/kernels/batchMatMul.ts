import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcast_util } from '@tensorflow/tfjs-core';
import { allocate, floats, free, ints, sizeOf, viewAs } from '../heap.ts';
import type { Call, Info, Kernel } from '../kernel.ts';
import { permute } from '../permute.ts';
import { type Strided, smallProduct } from './smallProduct.ts';

/** Multiply-adds of one product below which calling XNNPACK costs more than plain loops. */
const smallest = 8192;

type Arguments = Call<{ a: Info; b: Info }, { transposeA: boolean; transposeB: boolean }>;

/**
 * C = A·B over the last two axes, either transposed; the axes before them broadcast.
 *
 * Stock runs XNNPACK for one product A·B (28 GFLOP/s) and naive loops for everything else (0.4 to 2).
 * Here a transposed operand is turned first, a batch is one XNNPACK call a matrix, and tiny matrices
 * are multiplied in plain loops.
 */
export const batchMatMul: Kernel = {
  name: 'BatchMatMul',
  build: (stock) => {
    const single = stock('BatchMatMul');
    return (call: Arguments) => {
      const { inputs, attrs, backend } = call;
      const { a, b } = inputs;
      const product = plan(a, b, attrs.transposeA, attrs.transposeB);
      const { rows, inner, columns, batch } = product;
      if (product.outputSize === 0 || inner === 0) {
        const out = allocate(backend, product.shape);
        floats(backend, out).fill(0);
        return out;
      }
      if (rows * inner * columns < smallest) return inPlainLoops(backend, a, b, product);
      const left = attrs.transposeA ? turned(backend, a) : a;
      const right = attrs.transposeB ? turned(backend, b) : b;
      // One right-hand matrix for the whole batch makes it a single tall product.
      const together = sizeOf(b.shape.slice(0, -2)) === 1;
      const out = together
        ? single({
            inputs: {
              a: viewAs(left, [1, sizeOf(left.shape) / inner, inner]),
              b: viewAs(right, [1, inner, columns]),
            },
            attrs: { transposeA: false, transposeB: false },
            backend,
          })
        : oneByOne(backend, left, right, product);
      if (left !== a) free(backend, left);
      if (right !== b) free(backend, right);
      return { ...out, shape: [...batch, rows, columns] };
    };
  },
};

interface Product {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Broadcast leading axes. */
  readonly batch: number[];
  readonly shape: number[];
  readonly outputSize: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Which matrix of a (of b) the i-th product takes. */
  readonly pickA: Int32Array;
  readonly pickB: Int32Array;
}

function plan(a: Info, b: Info, transposeA: boolean, transposeB: boolean): Product {
  const [a0, a1] = a.shape.slice(-2);
  const [b0, b1] = b.shape.slice(-2);
  const [rows, inner] = transposeA ? [a1, a0] : [a0, a1];
  const columns = transposeB ? b0 : b1;
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const shape = [...batch, rows, columns];
  const pickA = broadcastIndex(batchA, batch);
  const pickB = broadcastIndex(batchB, batch);
  const outputSize = sizeOf(shape);
  return { rows, inner, columns, batch, shape, outputSize, transposeA, transposeB, pickA, pickB };
}

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

/** The matrices of x, each transposed. */
function turned(backend: BackendWasm, x: Info): Info {
  const last = x.shape.length - 1;
  const axes = x.shape.map((_, axis) => axis);
  return permute(backend, x, [...axes.slice(0, -2), last, last - 1]);
}

function inPlainLoops(backend: BackendWasm, a: Info, b: Info, product: Product): Info {
  const { rows, inner, columns, pickA, pickB } = product;
  const out = allocate(backend, product.shape);
  const c = floats(backend, out);
  const left = strided(floats(backend, a), rows, inner, product.transposeA);
  const right = strided(floats(backend, b), inner, columns, product.transposeB);
  for (let i = 0; i < pickA.length; i++) {
    left.offset = pickA[i] * rows * inner;
    right.offset = pickB[i] * inner * columns;
    smallProduct(left, right, c, i * rows * columns, [rows, inner, columns]);
  }
  return out;
}

const strided = (
  values: Float32Array,
  rows: number,
  columns: number,
  transposed: boolean,
): Strided => ({
  values,
  offset: 0,
  rowStep: transposed ? 1 : columns,
  columnStep: transposed ? rows : 1,
});

/** The compiled functions of tfjs-backend-wasm, without the argument conversion of its wrappers. */
interface Exports {
  _BatchMatMul(
    ...args: [number, number, number, number, number, number, number, number, number]
  ): void;
  _register_tensor(id: number, size: number, memoryOffset: number): void;
  _dispose_data(id: number): void;
}

/** Tensor ids that the backend itself, which counts up from one, will not reach. */
const scratchIds = { a: 2 ** 31 - 4, b: 2 ** 31 - 3, out: 2 ** 31 - 2 };

/** One XNNPACK product per matrix: each is registered as a tensor of its own, where it lies. */
function oneByOne(backend: BackendWasm, a: Info, b: Info, product: Product): Info {
  const { rows, inner, columns, pickA, pickB } = product;
  const out = allocate(backend, product.shape);
  const wasm = backend.wasm as unknown as Exports;
  const shapes = allocate(backend, [6], 'int32');
  ints(backend, shapes).set([1, rows, inner, 1, inner, columns]);
  const [aStart, bStart, outStart, aShape] = [a, b, out, shapes].map((x) =>
    backend.getMemoryOffset(x.dataId),
  );
  const { a: aId, b: bId, out: outId } = scratchIds;
  for (let i = 0; i < pickA.length; i++) {
    const [aSize, bSize, outSize] = [rows * inner, inner * columns, rows * columns];
    wasm._register_tensor(aId, aSize, aStart + 4 * pickA[i] * aSize);
    wasm._register_tensor(bId, bSize, bStart + 4 * pickB[i] * bSize);
    wasm._register_tensor(outId, outSize, outStart + 4 * i * outSize);
    wasm._BatchMatMul(aId, aShape, 3, bId, aShape + 12, 3, 0, 0, outId);
    // Forgetting b also drops the copy of it that XNNPACK packed.
    for (const id of [aId, bId, outId]) wasm._dispose_data(id);
  }
  free(backend, shapes);
  return out;
}
