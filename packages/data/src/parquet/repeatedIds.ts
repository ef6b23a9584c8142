import { DataError } from '../dataError.ts';
import type { TableFile } from './tableFile.ts';

/** As many as a Map can hold. */
const mostRows = 2 ** 24;

/**
 * Rows whose id came before, and in which row. Reads the column of ids, and nothing else.
 *
 * @throws DataError when there are more than 16,777,216 rows.
 */
export async function repeatedIds(
  table: TableFile,
  column: string,
  source: string,
): Promise<Map<number, number>> {
  if (table.length > mostRows) {
    throw new DataError(
      `${source}: a table with ids must have at most ${mostRows} rows, this one has ${table.length}. ` +
        `Write several files, or none with a column ${column}.`,
    );
  }
  const first = new Map<string, number>();
  const repeats = new Map<number, number>();
  const decoder = new TextDecoder();
  for (let group = 0; group + 1 < table.starts.length; group++) {
    for (const [i, row] of (await table.readGroup(group, [column])).entries()) {
      const index = table.starts[group] + i;
      const cell = row[column];
      const id = cell instanceof Uint8Array ? decoder.decode(cell) : String(cell);
      const before = first.get(id);
      if (before === undefined) first.set(id, index);
      else repeats.set(index, before);
    }
  }
  return repeats;
}
