import { DataError } from '../dataError.ts';
import type { StillFile } from '../node/stillFile.ts';
import { type Columns, columnsOf, findColumns } from './columns.ts';
import { nearest } from './nearest.ts';
import { findRepeats, hashOf, type Repeats } from './repeats.ts';
import type { RowFormat } from './rowFormat.ts';
import { RowPlaces } from './rowPlaces.ts';
import { type ScanOptions, scanRows } from './scanRows.ts';
import { Uint32List } from './uint32List.ts';

/** What is remembered of a manifest: where its rows are, not what they say. */
export interface RowIndex {
  readonly columns: Columns;
  readonly places: RowPlaces;
  /** The rows of the split that was asked for, in their order; all when none was. */
  readonly chosen?: Uint32List;
  /** Among the chosen rows, by their places in that list. */
  readonly repeats?: Repeats;
}

export interface IndexOptions extends ScanOptions {
  /** Which column holds what, where its name does not say so. */
  readonly columns?: Columns;
  /** Take only the rows that say so in the column `split`. */
  readonly split?: string;
}

/** For the message about a split that is not there. */
const mostSplits = 20;

/**
 * Reads a manifest once, or twice when later rows bring an id that the first lacks, and keeps four bytes a
 * row, with a split eight. While it reads there are four more for the hash of an id, and a table of at most
 * 12 to find those that repeat.
 *
 * @throws DataError when the whole cannot be read, a column is missing, or no row is there or chosen.
 */
export async function indexRows(
  file: StillFile,
  source: string,
  format: RowFormat,
  options: IndexOptions,
): Promise<RowIndex> {
  const { columns: asked = {}, split, signal } = options;
  const find = (): Columns => findColumns(format.columns, asked);
  for (;;) {
    const places = new RowPlaces(file.size);
    const chosen = split === undefined ? undefined : new Uint32List();
    const hashes = new Uint32List();
    const splits = new Set<string>();
    let used: Columns = {};
    const visit = (start: number, line: number): void => {
      if (places.length === 0) used = find();
      const row = places.length;
      places.push(start, line);
      if (chosen !== undefined) {
        const its = used.split === undefined ? '' : format.cell(used.split).trim();
        if (splits.size < mostSplits) splits.add(its);
        if (its !== split) return;
        chosen.push(row);
      }
      if (used.id !== undefined) hashes.push(hashOf(format.cell(used.id) || `${row}`));
    };
    await scanRows(file, source, format, visit, options);
    if (places.length === 0) {
      throw new DataError(
        `${source}: a manifest must have rows, this one has none. Lines must end in \\n.`,
      );
    }
    const { id, split: splitColumn } = find();
    if (id !== used.id || (chosen !== undefined && splitColumn !== used.split)) continue;
    const columns = columnsOf(source, format.columns, asked);
    if (chosen?.length === 0) throw noSplit(source, split!, format.columns, columns, [...splits]);
    return {
      columns,
      places,
      ...(chosen ? { chosen } : {}),
      ...(id === undefined ? {} : { repeats: await findRepeats(hashes, signal) }),
    };
  }
}

function noSplit(
  source: string,
  split: string,
  names: readonly string[],
  { split: column }: Columns,
  splits: readonly string[],
): DataError {
  if (column === undefined) {
    return new DataError(
      `${source}: to take the split '${split}' there must be a column 'split'. ` +
        `Did you mean '${nearest('split', names)}'? Say so with columns: { split }.`,
    );
  }
  return new DataError(
    `${source}: some row must be of the split '${split}' in the column '${column}', which has ` +
      `${splits.map((one) => `'${one}'`).join(', ')}. Did you mean '${nearest(split, splits)}'?`,
  );
}
