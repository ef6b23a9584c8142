import { pack } from './pack';
import { packPatches, packTaps } from './patches';
import { blockColumns, blockDepth, blockRows, edgeTile, packedA, packedB } from './scratch';
import { multiplyTile, tileColumns, tileRows } from './tile';

/** What A is: rows of numbers; the patches of pictures, one a row; or these transposed. */
export enum Left {
  matrix,
  patches,
  taps,
}

/**
 * One product.
 *
 * @param a address of a matrix, or of the job that describes patches: then it has no steps, and the
 *   product takes its rows from row `first`
 * @param scratch address of `scratchBytes()` bytes that nobody else uses
 */
export function multiply(
  left: Left,
  rows: i32,
  inner: i32,
  columns: i32,
  a: usize,
  aRowStep: usize,
  aColumnStep: usize,
  first: i32,
  b: usize,
  bRowStep: usize,
  bColumnStep: usize,
  c: usize,
  cRowStep: usize,
  bias: usize,
  scratch: usize,
): void {
  if (rows <= 0) return;
  const aPanels = scratch + packedA;
  const bPanels = scratch + packedB;
  const depthStep = evenBlock(inner, blockDepth, 4);
  const rowStep = evenBlock(rows, blockRows, tileRows);
  for (let j = 0; j < columns; j += blockColumns) {
    const width = min(blockColumns, columns - j);
    let p = 0;
    // Once even if the sum has no terms: C is still to be written.
    do {
      const depth = min(depthStep, inner - p);
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
        if (left === Left.patches) {
          packPatches(a, first + i, height, p, depth, aPanels, scratch);
        } else if (left === Left.taps) {
          packTaps(a, first + i, height, p, depth, aPanels, scratch);
        } else {
          const from = a + aRowStep * (i as usize) + aColumnStep * (p as usize);
          pack(height, depth, from, aRowStep, aColumnStep, aPanels, tileRows);
        }
        multiplyBlock(
          height,
          depth,
          width,
          aPanels,
          bPanels,
          c + cRowStep * (i as usize) + ((<usize>j) << 2),
          cRowStep,
          p === 0 && bias ? bias + ((<usize>j) << 2) : 0,
          p !== 0,
          scratch + edgeTile,
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
  const aPanel: usize = 4 * <usize>tileRows * (depth as usize);
  const bPanel: usize = 4 * <usize>tileColumns * (depth as usize);
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
