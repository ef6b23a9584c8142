import { address, beginOf, word } from './job';
import { Left, multiply } from './product';
import { tileColumns, tileRows } from './tile';

/** Where a job of `gemm` holds what. */
enum Word {
  batch,
  rows,
  inner,
  columns,
  a,
  aBatchStep,
  aRowStep,
  aColumnStep,
  b,
  bBatchStep,
  bRowStep,
  bColumnStep,
  c,
  cBatchStep,
  cRowStep,
  bias,
}

/**
 * C[i] = A[i]·B[i] (+ bias) for i below `batch`. All in float32.
 *
 * A matrix is an address and three steps in bytes, from an element to the one in the next matrix of the
 * batch, the next row and the next column; so a transposed matrix only has its steps exchanged, a part
 * of a matrix its own address, and a matrix that all products share a batch step of 0. `bias` is the
 * address of `columns` numbers that are added to every row, or 0.
 *
 * The parts are matrices of the batch, or else rows or columns, whichever there are more of: what the
 * parts have in common is packed by each. No sum is cut, so their number does not change the result.
 */
export function gemm(job: usize, part: i32, parts: i32, scratch: usize): void {
  const batch = word(job, Word.batch);
  let firstMatrix = 0;
  let endMatrix = batch;
  let firstRow = 0;
  let endRow = word(job, Word.rows);
  let firstColumn = 0;
  let endColumn = word(job, Word.columns);
  if (batch >= 2 * parts) {
    firstMatrix = beginOf(batch, 1, part, parts);
    endMatrix = beginOf(batch, 1, part + 1, parts);
  } else if (endRow >= endColumn) {
    const rows = endRow;
    firstRow = beginOf(rows, tileRows, part, parts);
    endRow = beginOf(rows, tileRows, part + 1, parts);
  } else {
    const columns = endColumn;
    firstColumn = beginOf(columns, tileColumns, part, parts);
    endColumn = beginOf(columns, tileColumns, part + 1, parts);
  }
  const a = address(job, Word.a) + address(job, Word.aRowStep) * <usize>firstRow;
  const b = address(job, Word.b) + address(job, Word.bColumnStep) * <usize>firstColumn;
  const c =
    address(job, Word.c) + address(job, Word.cRowStep) * <usize>firstRow + 4 * <usize>firstColumn;
  const bias = address(job, Word.bias);
  for (let i = firstMatrix; i < endMatrix; i++) {
    multiply(
      Left.matrix,
      endRow - firstRow,
      word(job, Word.inner),
      endColumn - firstColumn,
      a + address(job, Word.aBatchStep) * <usize>i,
      address(job, Word.aRowStep),
      address(job, Word.aColumnStep),
      0,
      b + address(job, Word.bBatchStep) * <usize>i,
      address(job, Word.bRowStep),
      address(job, Word.bColumnStep),
      c + address(job, Word.cBatchStep) * <usize>i,
      address(job, Word.cRowStep),
      bias ? bias + 4 * <usize>firstColumn : 0,
      scratch,
    );
  }
}
