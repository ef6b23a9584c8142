import { basename, dirname, resolve } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { lastAtMost } from '../shards/lastAtMost.ts';
import { textOf } from './cells.ts';
import type { Row } from './readGroup.ts';
import { repeatedIds } from './repeatedIds.ts';
import { type RowContext, rowDescription, rowExample } from './rowExample.ts';
import { type TableColumns, tableColumns } from './tableColumns.ts';
import { tableFile } from './tableFile.ts';

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
 * Two row groups at a time are in memory. Reading in order reads each once; any other order reads a group for
 * an example, so write shards of what is to be shuffled. A group has at most 1 GiB, packed and unpacked, and
 * cells for half of the memory that Node may use; a table with ids at most 16,777,216 rows. `get` throws a
 * DataError for a row that is damaged or has the id of another, or whose group is damaged or larger.
 *
 * @throws DataError when the file cannot be opened or is no Parquet, or no column holds a modality.
 * @see https://parquet.apache.org/docs/file-format/
 */
export async function parquet(path: string, options: ParquetOptions = {}): Promise<Dataset> {
  const source = basename(path);
  const table = await tableFile(path, source);
  const names = [...table.columns.keys()];
  const columns = tableColumns(source, names, options.columns ?? {});
  if (table.length === 0) throw new DataError(`${source}: there must be rows, there are none.`);
  const repeats =
    columns.id === undefined ? new Map() : await repeatedIds(table, columns.id, source);
  const context: RowContext = {
    columns,
    table,
    root: resolve(options.root ?? dirname(path)),
    ...(options.from ? { from: options.from } : {}),
  };
  const rows = keepTwo((group) => table.readGroup(group));
  const media = [columns.image, columns.speech, columns.video];
  const light = names.filter((name) => !media.includes(name));
  const lightRows = keepTwo((group) => table.readGroup(group, light));

  /** The row itself and its id, for `make`, whose errors are told where the row stands. */
  const withRow =
    <Made>(read: typeof rows, make: (id: string, row: Row) => Made | Promise<Made>) =>
    async (i: number): Promise<Made> => {
      const group = lastAtMost(table.starts, i);
      const row = (await read(group))[i - table.starts[group]];
      try {
        const before = repeats.get(i);
        if (before !== undefined)
          throw new DataError(`ids must differ, it has that of row ${before}.`);
        return await make(columns.id === undefined ? `${i}` : idOf(row[columns.id]), row);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        throw new DataError(`${source}, row ${i}: ${error.message}`, { cause: error });
      }
    };
  return dataset(
    table.length,
    withRow(rows, (id, row) => rowExample(id, row, context)),
    withRow(lightRows, (id, row) => rowDescription(id, row, context)),
  );
}

function idOf(cell: unknown): string {
  if (typeof cell === 'number' || typeof cell === 'bigint') return `${cell}`;
  const id = cell === null || cell === undefined ? '' : textOf(cell);
  if (id !== '') return id;
  throw new DataError('an example must have an id, this one has none.');
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
