import { DataError } from '../dataError.ts';
import type { StillFile } from '../node/stillFile.ts';
import type { RowFormat } from './rowFormat.ts';

export interface ScanOptions {
  readonly signal?: AbortSignal;
  /** Told how many bytes of how many are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

const chunk = 2 ** 20;
/** Bytes: the longest row. */
export const longestRow: number = 2 ** 24;

/**
 * Reads a file once from its first byte to its last and shows every row of data to `visit`: right after
 * `format.glance` has seen it, with where it starts in the file, and in which line.
 *
 * Memory is that of the longest row, at most 16 MB.
 *
 * @throws DataError when a row is longer, a quote never ends, or the file is not UTF-8 by its first bytes.
 */
export async function scanRows(
  file: StillFile,
  source: string,
  format: RowFormat,
  visit: (start: number, line: number) => void,
  { signal, onProgress }: ScanOptions = {},
): Promise<void> {
  let buffer = Buffer.allocUnsafe(Math.min(chunk, file.size));
  let [base, kept, line] = [0, 0, 1];
  while (base + kept < file.size) {
    signal?.throwIfAborted();
    const filled = Math.min(buffer.length, file.size - base);
    await file.read(base + kept, buffer.subarray(kept, filled));
    const bytes = buffer.subarray(0, filled);
    const last = base + filled === file.size;
    let at = base === 0 && kept === 0 ? afterMark(bytes, source) : 0;
    while (at < filled) {
      const end = format.rowEnd(bytes, at, last);
      if (end < 0) break;
      if (format.glance(bytes, at, end)) visit(base + at, line);
      line += format.lines;
      at = end;
    }
    kept = filled - at;
    if (last && kept > 0) {
      throw new DataError(
        `${source}, line ${line}: a quote must end, one of this row does not. Mend it.`,
      );
    }
    if (kept === longestRow) {
      throw new DataError(
        `${source}, line ${line}: a row must have at most ${longestRow} bytes, this one has more. ` +
          'It may lack the end of a quote. Mend it.',
      );
    }
    if (kept === buffer.length) {
      const larger = Buffer.allocUnsafe(buffer.length * 2);
      buffer.copy(larger);
      buffer = larger;
    } else {
      buffer.copyWithin(0, at, filled);
    }
    base += at;
    onProgress?.(base, file.size);
  }
}

/** The first byte after a byte order mark. */
function afterMark(bytes: Buffer, source: string): number {
  const [a, b, c] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new DataError(
      `${source}: a manifest must be UTF-8, this one is UTF-16. Convert it, with iconv for example.`,
    );
  }
  return a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
}
