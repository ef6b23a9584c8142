import { basename, dirname, resolve } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { textOf } from './cells.ts';
import { rowExample } from './rowExample.ts';
import { type TableColumns, tableColumns } from './tableColumns.ts';
import { type Row, type TableFile, tableFile } from './tableFile.ts';

export interface ParquetOptions {
  /** Which column holds what, where its name does not say so. */
  readonly columns?: TableColumns;
  /** The folder that paths start from and must stay in. The file's own unless told otherwise. */
  readonly root?: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from?: string;
}

/**
 * Examples in a Parquet file, a row each, with pictures, sounds and videos as bytes, as paths, or as Hugging
 * Face has them: a structure of both. An empty cell is a modality that the example lacks; further columns are
 * its factors.
 *
 * Two row groups at a time are in memory. Reading in order reads each once; to read in any order, write shards
 * first. `get` throws a DataError for a row that is damaged or has the id of another.
 *
 * @throws DataError when the file cannot be opened or is no Parquet, or no column holds a modality.
 * @see https://parquet.apache.org/docs/file-format/
 */
export async function parquet(path: string, options: ParquetOptions = {}): Promise<Dataset> {
  const source = basename(path);
  const table = await tableFile(path, source);
  const columns = tableColumns(source, [...table.columns.keys()], options.columns ?? {});
  if (table.length === 0) throw new DataError(`${source}: there must be rows, there are none.`);
  const repeats = columns.id === undefined ? new Map() : await repeatedIds(table, columns.id);
  const readGroup = keepTwo((group) => table.readGroup(group));
  const root = resolve(options.root ?? dirname(path));
  return dataset(table.length, async (i) => {
    const where = `${source}, row ${i}`;
    const before = repeats.get(i);
    if (before !== undefined) {
      throw new DataError(`${where}: ids must differ, it has that of row ${before}.`);
    }
    const group = table.starts.findLastIndex((start) => start <= i);
    const row = (await readGroup(group))[i - table.starts[group]];
    const id = columns.id === undefined ? `${i}` : idOf(row[columns.id], where);
    return rowExample(id, row, { source: where, columns, table, root, from: options.from });
  });
}

const decoder = new TextDecoder();

/** Rows whose id came before, and in which row. */
async function repeatedIds(table: TableFile, column: string): Promise<Map<number, number>> {
  const first = new Map<string, number>();
  const repeats = new Map<number, number>();
  for (let group = 0; group + 1 < table.starts.length; group++) {
    for (const [i, row] of (await table.readGroup(group, [column])).entries()) {
      const index = table.starts[group] + i;
      const id = String(
        row[column] instanceof Uint8Array ? decoder.decode(row[column]) : row[column],
      );
      const before = first.get(id);
      if (before === undefined) first.set(id, index);
      else repeats.set(index, before);
    }
  }
  return repeats;
}

function idOf(cell: unknown, source: string): string {
  if (typeof cell === 'number' || typeof cell === 'bigint') return `${cell}`;
  const id = cell === null || cell === undefined ? '' : textOf(cell, source);
  if (id !== '') return id;
  throw new DataError(`${source}: an example must have an id, this one has none.`);
}

/** The last two that were read. One that failed is read again. */
function keepTwo(read: (group: number) => Promise<readonly Row[]>) {
  const kept = new Map<number, Promise<readonly Row[]>>();
  return (group: number): Promise<readonly Row[]> => {
    const found = kept.get(group) ?? read(group);
    kept.delete(group);
    kept.set(group, found);
    found.catch(() => kept.delete(group));
    for (const oldest of [...kept.keys()].slice(0, -2)) kept.delete(oldest);
    return found;
  };
}
