import { basename, dirname, extname, resolve } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { stillFile } from '../node/stillFile.ts';
import type { VideoOptions } from '../node/video/readVideo.ts';
import { asText } from './asText.ts';
import { csvFormat } from './csvFormat.ts';
import { type IndexOptions, indexRows } from './indexRows.ts';
import { jsonFormat } from './jsonFormat.ts';
import { rowDescription, rowExample } from './rowExample.ts';
import type { RowFormat } from './rowFormat.ts';
import { rowReader } from './rowReader.ts';

export interface ManifestOptions extends IndexOptions {
  /** The folder that paths start from and must stay in. The manifest's own unless told otherwise. */
  readonly root?: string;
  /** A folder from whose node_modules sharp and opus-decoder are taken. */
  readonly from?: string;
  /** Which frames of a video are taken, and how large they become. */
  readonly video?: VideoOptions;
}

const formats: Record<string, (source: string) => RowFormat> = {
  '.csv': (source) => csvFormat(source, ','),
  '.tsv': (source) => csvFormat(source, '\t'),
  '.jsonl': jsonFormat,
  '.ndjson': jsonFormat,
};

/**
 * Examples listed in a file: CSV, TSV or JSON lines with paths of pictures, sounds and videos, and texts. An
 * empty cell is a modality that the example lacks; further columns are its factors. With `split`, only the
 * rows that have it in their column 'split'.
 *
 * The file is read once; what stays in memory is four bytes a row. Rows, and the files they name, are read
 * when an example is asked for. `get` throws a DataError for a row that is damaged, leads out of the folder,
 * has the id of another, has no modality, or whose files cannot be read, and when the manifest has changed.
 *
 * @throws DataError when the manifest itself cannot be read, or a column that was asked for is missing.
 */
export async function manifest(path: string, options: ManifestOptions = {}): Promise<Dataset> {
  const ending = extname(path).toLowerCase();
  if (!Object.hasOwn(formats, ending)) {
    throw new DataError(
      `${path}: a manifest must be one of ${Object.keys(formats).join(', ')}, this ends in ` +
        `'${extname(path)}'. Rename it to what it is.`,
    );
  }
  const source = basename(path);
  const format = formats[ending](source);
  const file = await stillFile(path, 'manifest');
  const { columns, places, chosen, repeats } = await indexRows(file, source, format, options);
  const rows = rowReader(file, format, places);
  const rowOf = (i: number): number => chosen?.at(i) ?? i;
  const { root = dirname(path), from, video } = options;
  const reading = {
    columns,
    root: resolve(root),
    ...(from === undefined ? {} : { from }),
    ...(video === undefined ? {} : { video }),
  };

  /** Its own, or else its number; undefined when the cell holds no text. */
  const idIn = (values: Readonly<Record<string, unknown>>, row: number): string | undefined => {
    const own = columns.id === undefined ? '' : asText(values[columns.id]);
    return own === '' ? `${row}` : own;
  };

  async function readRow(i: number): Promise<[Readonly<Record<string, unknown>>, string]> {
    const row = rowOf(i);
    const { values, problem } = await rows.read(row);
    if (problem !== undefined) throw new DataError(`${problem}. Mend it.`);
    const id = idIn(values, row);
    if (id === undefined) throw new DataError(`an id must be one text, this one holds several.`);
    for (const other of repeats?.before(i) ?? []) {
      const theirs = await rows.read(rowOf(other));
      if (theirs.values === undefined || idIn(theirs.values, rowOf(other)) !== id) continue;
      const line = await rows.line(rowOf(other));
      throw new DataError(`ids must differ, '${id}' is also that of ${source}, line ${line}.`);
    }
    return [values, id];
  }

  /** What is wrong does not know which row asked for it. */
  const placed =
    <T>(read: (i: number) => Promise<T>) =>
    (i: number): Promise<T> =>
      read(i).catch(async (error: unknown) => {
        if (!(error instanceof DataError)) throw error;
        const line = await rows.line(rowOf(i));
        throw new DataError(`${source}, line ${line}: ${error.message}`, { cause: error });
      });

  return dataset(
    chosen?.length ?? places.length,
    placed(async (i) => rowExample(...(await readRow(i)), reading)),
    placed(async (i) => rowDescription(...(await readRow(i)), columns)),
  );
}
