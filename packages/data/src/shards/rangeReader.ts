import { DataError } from '../dataError.ts';
import { openFile } from '../node/openFile.ts';

/** Bytes from `start` to `end` of a file. They may be part of a larger piece. */
export type ReadRange = (path: string, start: number, end: number) => Promise<Uint8Array>;

/** What is read at once while reading goes forwards. */
const pieceSize = 2 ** 22;
/** A gap that is still 'forwards': headers and members that nobody wants. */
export const smallGap = 2 ** 16;

interface Piece {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/**
 * Reads ranges of files. When one follows the last, four mebibytes are read at once, so that reading in order goes
 * as fast as the disk; a range elsewhere is read alone. One piece is kept; no file stays open.
 */
export function rangeReader(): ReadRange {
  let piece: Piece | undefined;
  let last = { path: '', end: 0 };
  return async (path, start, end) => {
    const follows = path === last.path && start >= last.end && start - last.end <= smallGap;
    last = { path, end };
    if (piece?.path !== path || start < piece.start || end > piece.end) {
      const until = follows ? Math.max(end, start + pieceSize) : end;
      piece = { path, start, end: until, bytes: readRange(path, start, until) };
    }
    const mine = piece;
    const bytes = await mine.bytes.catch((error: unknown) => {
      // What failed is tried again when it is asked for again.
      if (piece === mine) piece = undefined;
      throw error;
    });
    const part = bytes.subarray(start - mine.start, end - mine.start);
    if (part.length === end - start) return part;
    throw new DataError(
      `${path}: the file is shorter than it was when it was opened. Open it anew.`,
    );
  };
}

export async function readRange(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await openFile(path, 'shard');
  try {
    const bytes = Buffer.allocUnsafeSlow(end - start);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, start + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}
