import type { Compiled } from './compiled.ts';

/** A matrix on the heap, or one for each product of a batch. Steps are counted in numbers. */
export interface Matrix {
  /** Byte address of the first number. */
  readonly at: number;
  /** From a number to the one in the next row; exchange the two steps to transpose. */
  readonly rowStep: number;
  readonly columnStep: number;
  /** From a matrix to the next of the batch; 0, as when left out, if all products share this one. */
  readonly batchStep?: number;
}

export interface Product {
  readonly rows: number;
  /** Length of the sums: columns of A and rows of B. With 0, C becomes zeros or the bias. */
  readonly inner: number;
  readonly columns: number;
  /** How many products of this size to make. Default: 1. */
  readonly batch?: number;
  readonly a: Matrix;
  readonly b: Matrix;
  /** Where the product goes: must not overlap A, B or the bias. */
  readonly c: Omit<Matrix, 'columnStep'>;
  /** Byte address of `columns` numbers to add to every row. */
  readonly bias?: number;
}

/**
 * C = A·B (+ bias), float32, on the heap of tfjs-backend-wasm.
 *
 * The same product gives the same bits each time, whatever the number of threads. A column or row step
 * of 1 is packed by vectors; other steps are right but slower.
 */
export function gemm(compiled: Compiled, product: Product): void {
  const { rows, inner, columns, batch = 1, a, b, c, bias = 0 } = product;
  const job = [
    ...[batch, rows, inner, columns],
    ...[a.at, 4 * (a.batchStep ?? 0), 4 * a.rowStep, 4 * a.columnStep],
    ...[b.at, 4 * (b.batchStep ?? 0), 4 * b.rowStep, 4 * b.columnStep],
    ...[c.at, 4 * (c.batchStep ?? 0), 4 * c.rowStep],
    bias,
  ];
  compiled.run('gemm', job, batch * rows * inner * columns);
}
