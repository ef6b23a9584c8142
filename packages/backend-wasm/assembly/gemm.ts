import { pack } from './pack';
import { multiplyTile, tileColumns, tileRows } from './tile';

/**
 * The largest blocks that are packed at once. A column of tiles reads depth·(4 + 8) numbers from the
 * first cache, a block of A stays in the second, a block of B in the third.
 */
const blockRows: i32 = 192;
const blockDepth: i32 = 256;
const blockColumns: i32 = 1024;

const packedA: usize = 4 * <usize>blockRows * <usize>blockDepth;
const packedB: usize = 4 * <usize>blockColumns * <usize>blockDepth;
const tileBytes: usize = 4 * <usize>tileRows * <usize>tileColumns;

/** Bytes of memory that a product needs for itself. */
export function scratchBytes(): usize {
  return packedA + packedB + tileBytes;
}

/**
 * C[i] = A[i]·B[i] (+ C[i]) (+ bias) for i below `batch`. All in float32.
 *
 * A matrix is an address and three steps in bytes, from an element to the one in the next matrix of the
 * batch, the next row and the next column; so a transposed matrix only has its steps exchanged, a part
 * of a matrix its own address, and a matrix that all products share a batch step of 0.
 *
 * @param bias address of `columns` numbers that are added to every row, or 0
 * @param accumulate whether to add to what C holds
 * @param scratch address of `scratchBytes()` bytes
 */
export function gemm(
  batch: i32,
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aBatchStep: usize,
  aRowStep: usize,
  aColumnStep: usize,
  b: usize,
  bBatchStep: usize,
  bRowStep: usize,
  bColumnStep: usize,
  c: usize,
  cBatchStep: usize,
  cRowStep: usize,
  bias: usize,
  accumulate: bool,
  scratch: usize,
): void {
  for (let i = 0; i < batch; i++, a += aBatchStep, b += bBatchStep, c += cBatchStep) {
    multiply(
      rows,
      inner,
      columns,
      a,
      aRowStep,
      aColumnStep,
      b,
      bRowStep,
      bColumnStep,
      c,
      cRowStep,
      bias,
      accumulate,
      scratch,
    );
  }
}

function multiply(
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRowStep: usize,
  aColumnStep: usize,
  b: usize,
  bRowStep: usize,
  bColumnStep: usize,
  c: usize,
  cRowStep: usize,
  bias: usize,
  accumulate: bool,
  scratch: usize,
): void {
  const aPanels = scratch;
  const bPanels = scratch + packedA;
  const depthStep = evenBlock(inner, blockDepth, 4);
  const rowStep = evenBlock(rows, blockRows, tileRows);
  for (let j = 0; j < columns; j += blockColumns) {
    const width = min(blockColumns, columns - j);
    let p = 0;
    // Once even if the sum has no terms: C is still to be written.
    do {
      const depth = min(depthStep, inner - p);
      const first = p === 0;
      pack(
        width,
        depth,
        b + bRowStep * (p as usize) + bColumnStep * (j as usize),
        bColumnStep,
        bRowStep,
        bPanels,
        tileColumns,
      );
      for (let i = 0; i < rows; i += rowStep) {
        const height = min(rowStep, rows - i);
        pack(
          height,
          depth,
          a + aRowStep * (i as usize) + aColumnStep * (p as usize),
          aRowStep,
          aColumnStep,
          aPanels,
          tileRows,
        );
        multiplyBlock(
          height,
          depth,
          width,
          aPanels,
          bPanels,
          c + cRowStep * (i as usize) + ((<usize>j) << 2),
          cRowStep,
          first && bias ? bias + ((<usize>j) << 2) : 0,
          accumulate || !first,
          scratch + packedA + packedB,
        );
      }
      p += depthStep;
    } while (p < inner);
  }
}

/** Blocks of nearly the same size, at most `limit`, instead of full ones and a small rest. */
function evenBlock(size: i32, limit: i32, multiple: i32): i32 {
  const blocks = max((size + limit - 1) / limit, 1);
  const even = (size + blocks - 1) / blocks;
  return max(((even + multiple - 1) / multiple) * multiple, multiple);
}

/** A block of C from packed blocks of A and B, tile by tile. */
function multiplyBlock(
  rows: i32,
  depth: i32,
  columns: i32,
  a: usize,
  b: usize,
  c: usize,
  cStep: usize,
  bias: usize,
  add: bool,
  tile: usize,
): void {
  const aPanel = 4 * <usize>tileRows * (depth as usize);
  const bPanel = 4 * <usize>tileColumns * (depth as usize);
  for (let j = 0; j < columns; j += tileColumns, b += bPanel) {
    const width = min(tileColumns, columns - j);
    const tileBias = bias ? bias + ((<usize>j) << 2) : 0;
    let at = c + ((<usize>j) << 2);
    let panel = a;
    for (let i = 0; i < rows; i += tileRows, panel += aPanel, at += cStep * <usize>tileRows) {
      const height = min(tileRows, rows - i);
      if (height === tileRows && width === tileColumns) {
        multiplyTile(depth, panel, b, at, cStep, tileBias, add);
      } else {
        multiplyTile(depth, panel, b, tile, 4 * <usize>tileColumns, 0, false);
        copyEdge(height, width, tile, at, cStep, tileBias, add);
      }
    }
  }
}

/** The part of a tile that lies inside C. */
function copyEdge(
  rows: i32,
  columns: i32,
  tile: usize,
  c: usize,
  cStep: usize,
  bias: usize,
  add: bool,
): void {
  const rowBytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++, tile += 4 * <usize>tileColumns, c += cStep) {
    for (let at: usize = 0; at < rowBytes; at += 4) {
      let sum = load<f32>(tile + at);
      if (bias) sum += load<f32>(bias + at);
      if (add) sum += load<f32>(c + at);
      store<f32>(c + at, sum);
    }
  }
}
