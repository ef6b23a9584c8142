import type { StillFile } from '../node/stillFile.ts';
import type { Row, RowFormat } from './rowFormat.ts';
import type { RowPlaces } from './rowPlaces.ts';
import { longestRow } from './scanRows.ts';

const piece = 2 ** 20;

/** Rows of a file by their numbers, in any order. */
export interface RowReader {
  read(row: number): Promise<Row>;
  /** The line it begins in, counted from 1. */
  line(row: number): Promise<number>;
}

/** Reads rows from where they are known to begin. */
export const rowReader = (file: StillFile, format: RowFormat, places: RowPlaces): RowReader => ({
  async read(row) {
    const start = places.start(row);
    // Any number of blank lines may come before the next row.
    const bytes = Buffer.allocUnsafe(Math.min(places.end(row) - start, longestRow));
    await file.read(start, bytes);
    return format.parse(bytes);
  },
  async line(row) {
    const known = places.lineBefore(row);
    const end = places.start(row);
    let { line } = known;
    for (let at = places.start(known.row); at < end; at += piece) {
      const bytes = Buffer.allocUnsafe(Math.min(piece, end - at));
      await file.read(at, bytes);
      for (const byte of bytes) if (byte === 10) line++;
    }
    return line;
  },
});
