import { DataError } from '../dataError.ts';
import type { Description } from '../dataset.ts';
import type { Example } from '../example.ts';
import { decodeMedia } from '../node/decodeMedia.ts';
import { pathInside } from '../node/pathInside.ts';
import { readMedia } from '../node/readMedia.ts';
import { largestVolume, smallestArea } from '../node/video/readVideo.ts';
import { decodePng } from '../png/decodePng.ts';
import { factorsOf } from '../shards/factorsOf.ts';
import type { Video } from '../video/video.ts';
import { checkSize, factorOf, textOf } from './cells.ts';
import type { Row } from './readGroup.ts';
import type { TableColumns } from './tableColumns.ts';
import type { TableFile } from './tableFile.ts';

export interface RowContext {
  readonly columns: TableColumns;
  readonly table: TableFile;
  /** The folder that paths start from and must stay in. */
  readonly root: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from?: string;
}

/** @throws DataError when a cell is damaged or not what its role needs; where the row stands, it does not say. */
export async function rowExample(id: string, row: Row, context: RowContext): Promise<Example> {
  const { columns } = context;
  const parts: Partial<Example>[] = [];
  for (const role of ['image', 'speech', 'video'] as const) {
    const column = columns[role];
    const cell = column === undefined ? null : row[column];
    if (column === undefined || cell === null || cell === undefined) continue;
    const media = Array.isArray(cell)
      ? { video: framesOf(cell, columns.frameRate && row[columns.frameRate]) }
      : await mediaOf(cell, column, context);
    if (media[role] === undefined) {
      throw new DataError(`column ${column} must hold ${role}, it holds ${Object.keys(media)[0]}.`);
    }
    parts.push(media);
  }
  return Object.assign({ ...rowDescription(id, row, context) }, ...parts);
}

/** What a row says of its example besides its media. @throws as `rowExample` */
export function rowDescription(
  id: string,
  row: Row,
  { columns, table }: Pick<RowContext, 'columns' | 'table'>,
): Description {
  const taken = new Set<string>(Object.values(columns));
  const factors = new Map<string, number | string>();
  for (const [name, { isText }] of table.columns) {
    const value = taken.has(name) ? undefined : factorOf(row[name], isText);
    if (value !== undefined) factors.set(name, value);
  }
  const json = columns.factors && row[columns.factors];
  const all = {
    ...Object.fromEntries(factors),
    ...(json ? factorsOf(textOf(json), columns.factors!) : {}),
  };
  return {
    id,
    ...textsIn(columns.texts && row[columns.texts]),
    ...textsIn(columns.text && row[columns.text]),
    ...(Object.keys(all).length > 0 ? { factors: all } : {}),
  };
}

/** Of several texts all are `texts`, and the first is `text`. */
function textsIn(cell: unknown): Pick<Example, 'text' | 'texts'> {
  if (cell === null || cell === undefined) return {};
  if (!Array.isArray(cell)) return { text: textOf(cell) };
  checkSize(cell);
  const texts = cell.map(textOf);
  if (texts.length === 0) return {};
  return texts.length === 1 ? { text: texts[0] } : { text: texts[0], texts };
}

/** Bytes, a path, or, as Hugging Face has it, a structure with either. */
async function mediaOf(
  cell: unknown,
  column: string,
  { table, root, from }: RowContext,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> {
  const isPath = table.columns.get(column)?.isText;
  const { bytes = null, path = null } = (
    cell instanceof Uint8Array ? { [isPath ? 'path' : 'bytes']: cell } : cell
  ) as { bytes?: unknown; path?: unknown };
  if (bytes instanceof Uint8Array) {
    return decodeMedia(bytes, { source: column, ...(from ? { from } : {}) });
  }
  if (path !== null) return readMedia(await pathInside(root, textOf(path)), from);
  throw new DataError(`column ${column} must hold bytes or paths, it holds neither.`);
}

function framesOf(cells: readonly unknown[], rate: unknown): Video {
  if (typeof rate !== 'number' || !(rate > 0) || cells.length === 0) {
    throw new DataError('a video in frames must have some, and a positive frameRate.');
  }
  let pixels = 0;
  const frames = cells.map((bytes, i) => {
    if (!(bytes instanceof Uint8Array)) {
      throw new DataError(`frames must be PNG files, frame ${i} is ${typeof bytes}.`);
    }
    const frame = decodePng(bytes, { source: `frame ${i}` });
    pixels += Math.max(smallestArea, frame.width * frame.height);
    if (pixels <= largestVolume) return frame;
    throw new DataError(
      `frames must have at most ${largestVolume} pixels together. Make them smaller.`,
    );
  });
  return { frameRate: rate, frames };
}
