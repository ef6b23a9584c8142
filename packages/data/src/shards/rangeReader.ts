import type { StillFile } from '../node/stillFile.ts';

/** Bytes from `start` to `end` of one of some files. They may be part of a larger piece. */
export type ReadRange = (file: StillFile, start: number, end: number) => Promise<Uint8Array>;

/** What is read at once while reading goes forwards. */
const pieceSize = 2 ** 22;
/** A gap that is still 'forwards': headers and members that nobody wants. */
export const smallGap = 2 ** 16;

interface Piece {
  readonly file: StillFile;
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/**
 * Reads ranges of files. When one follows the last, four mebibytes are read at once, so that reading in order
 * is as fast as the disk; a range elsewhere is read alone. One piece is kept.
 */
export function rangeReader(): ReadRange {
  let piece: Piece | undefined;
  let last: { file: StillFile; end: number } | undefined;
  return async (file, start, end) => {
    const follows = file === last?.file && start >= last.end && start - last.end <= smallGap;
    last = { file, end };
    if (piece?.file !== file || start < piece.start || end > piece.end) {
      const until = follows ? Math.max(end, Math.min(start + pieceSize, file.size)) : end;
      piece = { file, start, end: until, bytes: readRange(file, start, until) };
    }
    const mine = piece;
    const bytes = await mine.bytes.catch((error: unknown) => {
      // What failed is tried again when it is asked for again.
      if (piece === mine) piece = undefined;
      throw error;
    });
    return bytes.subarray(start - mine.start, end - mine.start);
  };
}

async function readRange(file: StillFile, start: number, end: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(end - start);
  await file.read(start, bytes);
  return bytes;
}
