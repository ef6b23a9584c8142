import type { TableFile } from './tableFile.ts';

/** Rows whose id came before, and in which row. Reads the column of ids, and nothing else. */
export async function repeatedIds(table: TableFile, column: string): Promise<Map<number, number>> {
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
