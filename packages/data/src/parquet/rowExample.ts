import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { decodeMedia } from '../node/decodeMedia.ts';
import { pathWithin } from '../node/pathWithin.ts';
import { readMedia } from '../node/readMedia.ts';
import { decodePng } from '../png/decodePng.ts';
import { factorsOf } from '../shards/factorsOf.ts';
import type { Video } from '../video/video.ts';
import { factorOf, textOf } from './cells.ts';
import type { TableColumns } from './tableColumns.ts';
import type { Row, TableFile } from './tableFile.ts';

export interface RowContext {
  /** What errors call the row: 'x.parquet, row 7'. */
  readonly source: string;
  readonly columns: TableColumns;
  readonly table: TableFile;
  /** The folder that paths start from and must stay in. */
  readonly root: string;
  readonly from: string | undefined;
}

/** @throws DataError when a cell is damaged, or of another kind than its column's role. */
export async function rowExample(id: string, row: Row, context: RowContext): Promise<Example> {
  const { source, columns, table } = context;
  const cell = (role: keyof TableColumns): unknown => {
    const name = columns[role];
    return name === undefined ? undefined : (row[name] ?? undefined);
  };
  const example: { -readonly [Key in keyof Example]: Example[Key] } = { id };
  for (const role of ['image', 'speech', 'video'] as const) {
    const value = cell(role);
    if (value === undefined) continue;
    const media = Array.isArray(value)
      ? { video: framesOf(value, cell('frameRate'), source) }
      : await mediaOf(value, columns[role]!, context);
    if (media[role] === undefined) {
      throw new DataError(
        `${source}: column ${columns[role]} must hold ${role}, it holds ${Object.keys(media)}.`,
      );
    }
    Object.assign(example, media);
  }
  if (cell('text') !== undefined) example.text = textOf(cell('text'), source);
  const taken = new Set(Object.values(columns));
  const factors = new Map<string, number | string>();
  for (const [name, { isText }] of table.columns) {
    const value = taken.has(name) ? undefined : factorOf(row[name], isText, source);
    if (value !== undefined) factors.set(name, value);
  }
  const said = cell('factors');
  const more = said === undefined ? {} : factorsOf(textOf(said, source), source);
  const all = { ...Object.fromEntries(factors), ...more };
  return Object.keys(all).length > 0 ? { ...example, factors: all } : example;
}

/** Bytes, a path, or, as Hugging Face has it, a structure with either. */
async function mediaOf(
  cell: unknown,
  column: string,
  { source, table, root, from }: RowContext,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> {
  const { bytes, path } =
    cell instanceof Uint8Array && table.columns.get(column)?.isText
      ? { bytes: undefined, path: cell }
      : cell instanceof Uint8Array
        ? { bytes: cell, path: undefined }
        : (cell as { bytes?: unknown; path?: unknown });
  if (bytes instanceof Uint8Array) {
    return decodeMedia(bytes, { source: `${source}, ${column}`, ...(from ? { from } : {}) });
  }
  if (path === undefined || path === null) {
    throw new DataError(`${source}: column ${column} must hold bytes or paths, it holds neither.`);
  }
  return readMedia(pathWithin(root, textOf(path, source), source), from);
}

function framesOf(cells: readonly unknown[], rate: unknown, source: string): Video {
  if (typeof rate !== 'number' || !(rate > 0) || cells.length === 0) {
    throw new DataError(`${source}: a video in frames must have some, and a positive frameRate.`);
  }
  const frames = cells.map((bytes, i) => {
    if (bytes instanceof Uint8Array) return decodePng(bytes, { source: `${source}, frame ${i}` });
    throw new DataError(`${source}: frames must be PNG files, frame ${i} is ${typeof bytes}.`);
  });
  return { frameRate: rate, frames };
}
