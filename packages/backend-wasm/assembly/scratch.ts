import { tileColumns, tileRows } from './tile';

/**
 * The largest blocks that are packed at once. A column of tiles reads depth·(4 + 8) numbers from the
 * first cache, a block of A stays in the second, a block of B in the third.
 */
export const blockRows: i32 = 192;
export const blockDepth: i32 = 256;
export const blockColumns: i32 = 1024;

/** Bytes for the columns of an input's gradient, so that they too stay in the caches. */
export const columnBytes: usize = 1 << 20;

const bytesA: usize = 4 * <usize>blockRows * <usize>blockDepth;
const bytesB: usize = 4 * <usize>blockColumns * <usize>blockDepth;
const bytesTile: usize = 4 * <usize>tileRows * <usize>tileColumns;
const bytesTable: usize = 4 * <usize>blockDepth;

/** The memory that one thread needs for itself, cut up: offsets from its beginning. */
export const packedA: usize = 0;
export const packedB: usize = packedA + bytesA;
export const edgeTile: usize = packedB + bytesB;
export const table: usize = edgeTile + bytesTile;
export const columns: usize = table + bytesTable;

/** Bytes of memory that each thread needs for itself. */
export function scratchBytes(): usize {
  return columns + columnBytes;
}
