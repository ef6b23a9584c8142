import { address, word } from './job';
import { packLanes, turnFour } from './pack';
import { table } from './scratch';
import { tileRows } from './tile';

/**
 * Where a job of a convolution describes the patches that its filter sees: row (n, p, q) of the matrix
 * of patches holds `runs` pieces of `runLength` numbers of picture n, `runStep` bytes apart, the first
 * at x + n·imageStep + p·lineStep + q·pixelStep. A filter's row is one run, since channels come last.
 */
export enum Patches {
  x,
  images,
  height,
  width,
  runs,
  runLength,
  runStep,
  pixelStep,
  lineStep,
  imageStep,
  // What else a convolution needs follows: convolution.ts.
}

/** Columns of the matrix of patches: taps of the filter. */
export function tapsOf(job: usize): i32 {
  return word(job, Patches.runs) * word(job, Patches.runLength);
}

/** Rows of the matrix of patches that one picture has: pixels of the result. */
export function pixelsOf(job: usize): i32 {
  return word(job, Patches.height) * word(job, Patches.width);
}

/** Writes the addresses of patches `first` and following. */
function locate(job: usize, first: i32, count: i32, to: usize): void {
  const height = word(job, Patches.height);
  const width = word(job, Patches.width);
  let image = first / (height * width);
  let line = (first / width) % height;
  let pixel = first % width;
  let left = addressOf(job, image, line, 0);
  for (const end = to + 4 * <usize>count; to < end; to += 4) {
    store<usize>(to, left + address(job, Patches.pixelStep) * <usize>pixel);
    if (++pixel < width) continue;
    pixel = 0;
    if (++line === height) {
      line = 0;
      image++;
    }
    left = addressOf(job, image, line, 0);
  }
}

/** Address of the patch of one pixel of the result. */
export function addressOf(job: usize, image: i32, line: i32, pixel: i32): usize {
  return (
    address(job, Patches.x) +
    address(job, Patches.imageStep) * <usize>image +
    address(job, Patches.lineStep) * <usize>line +
    address(job, Patches.pixelStep) * <usize>pixel
  );
}

/** Bytes from the beginning of a patch to one of its taps. */
function offsetOf(job: usize, tap: i32): usize {
  const run = tap / word(job, Patches.runLength);
  const inside = tap % word(job, Patches.runLength);
  return address(job, Patches.runStep) * <usize>run + 4 * <usize>inside;
}

/**
 * Packs `rows` patches from `row`, `depth` of their taps from `tap`, into panels of four lanes, as
 * `pack` does with a matrix: the matrix of patches itself is never in memory.
 */
export function packPatches(
  job: usize,
  row: i32,
  rows: i32,
  tap: i32,
  depth: i32,
  to: usize,
  scratch: usize,
): void {
  const across: usize = 4 * <usize>tileRows;
  const runLength = word(job, Patches.runLength);
  const panel: usize = across * <usize>depth;
  let patch = scratch + table;
  locate(job, row, rows, patch);
  for (; rows > 0; rows -= tileRows, to += panel, patch += 16) {
    if (rows < tileRows) memory.fill(to, 0, panel);
    let into = to;
    for (let at = tap; at < tap + depth; ) {
      const count = min(runLength - (at % runLength), tap + depth - at);
      const offset = offsetOf(job, at);
      if (rows >= tileRows) {
        turnFour(
          count,
          load<usize>(patch) + offset,
          load<usize>(patch, 4) + offset,
          load<usize>(patch, 8) + offset,
          load<usize>(patch, 12) + offset,
          into,
          across,
        );
      } else {
        for (let lane = 0; lane < rows; lane++) {
          const x = load<usize>(patch + 4 * <usize>lane) + offset;
          packLanes(1, count, x, 0, 4, into + 4 * <usize>lane, across);
        }
      }
      into += across * <usize>count;
      at += count;
    }
  }
}

/** The same of the transposed matrix: `rows` taps from `tap`, in `depth` patches from `patch`. */
export function packTaps(
  job: usize,
  tap: i32,
  rows: i32,
  patch: i32,
  depth: i32,
  to: usize,
  scratch: usize,
): void {
  const panel: usize = 4 * <usize>tileRows * <usize>depth;
  const patches = scratch + table;
  const end = patches + 4 * <usize>depth;
  locate(job, patch, depth, patches);
  for (; rows > 0; rows -= tileRows, tap += tileRows, to += panel) {
    const offset = offsetOf(job, tap);
    let into = to;
    if (rows >= tileRows && offsetOf(job, tap + 3) === offset + 12) {
      for (let at = patches; at < end; at += 4, into += 16) {
        v128.store(into, v128.load(load<usize>(at) + offset));
      }
      continue;
    }
    if (rows < tileRows) memory.fill(to, 0, panel);
    for (let lane = 0; lane < min(rows, tileRows); lane++) {
      const own = offsetOf(job, tap + lane);
      into = to + 4 * <usize>lane;
      for (let at = patches; at < end; at += 4, into += 16) {
        store<f32>(into, load<f32>(load<usize>(at) + own));
      }
    }
  }
}
