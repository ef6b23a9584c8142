import { basename, dirname, extname, isAbsolute, relative, resolve } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { readBytes } from '../node/readBytes.ts';
import { readMedia } from '../node/readMedia.ts';
import { readPicture } from '../node/readPicture.ts';
import { readSound } from '../node/readSound.ts';
import { type Columns, columnsOf } from './columns.ts';
import { type Row, readRows } from './readRows.ts';

export interface ManifestOptions {
  /** Which column holds what, where its name does not say so. */
  readonly columns?: Columns;
  /** The folder that paths start from and must stay in. The manifest's own unless told otherwise. */
  readonly root?: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from?: string;
}

const formats: Record<string, 'csv' | 'tsv' | 'jsonl'> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};
const longestText = 100_000;

/**
 * Examples listed in a file: CSV, TSV or JSON lines with paths of pictures and WAV files, and texts. An
 * empty cell is a modality that the example lacks; further columns are its factors.
 *
 * Files are read when an example is asked for. `get` throws a DataError for a row that is damaged, leads
 * out of the folder, has the id of another, has no modality, or whose files cannot be read.
 *
 * @throws DataError when the manifest itself cannot be read, or a column that was asked for is missing.
 */
export async function manifest(path: string, options: ManifestOptions = {}): Promise<Dataset> {
  const format = formats[extname(path).toLowerCase()];
  if (format === undefined) {
    throw new DataError(
      `${path}: a manifest must be one of ${Object.keys(formats).join(', ')}, this ends in ` +
        `'${extname(path)}'. Rename it to what it is.`,
    );
  }
  const bytes = await readBytes(path, 'manifest');
  const source = basename(path);
  const { columns: there, rows } = readRows(new TextDecoder().decode(bytes), source, format);
  const columns = columnsOf(source, there, options.columns ?? {});
  const root = resolve(options.root ?? dirname(path));
  const firstWithId = new Map<string, number>();
  if (columns.id !== undefined) {
    rows.forEach(({ values }, i) => {
      const id = values[columns.id!];
      if (id && !firstWithId.has(id)) firstWithId.set(id, i);
    });
  }

  return dataset(rows.length, async (i) => {
    const row = rows[i];
    if (row.problem !== undefined) throw new DataError(`${row.source}: ${row.problem}. Mend it.`);
    const id = (columns.id && row.values[columns.id]) || `${i}`;
    const first = firstWithId.get(id) ?? i;
    if (first !== i) {
      throw new DataError(
        `${row.source}: ids must differ, '${id}' is also that of ${rows[first].source}.`,
      );
    }
    return exampleOf(row, id, columns, root, options.from).catch((error: unknown) => {
      // A file's own trouble does not know which row asked for it.
      if (!(error instanceof DataError) || error.message.startsWith(row.source)) throw error;
      throw new DataError(`${row.source}: ${error.message}`, { cause: error });
    });
  });
}

async function exampleOf(
  row: Row,
  id: string,
  columns: Columns,
  root: string,
  from: string | undefined,
): Promise<Example> {
  const cell = (role: keyof Columns): string => (columns[role] && row.values[columns[role]]) || '';
  const inside = (role: keyof Columns): string => within(root, cell(role), row.source);
  const picture = (role: keyof Columns) => readPicture(inside(role), from ? { from } : {});
  const parts: Partial<Example>[] = [];
  if (cell('file')) parts.push(await readMedia(inside('file'), from));
  if (cell('image')) parts.push({ image: await picture('image') });
  if (cell('speech')) parts.push({ speech: await readSound(inside('speech')) });
  const text = cell('text').trim();
  if (text.includes('\ufffd')) {
    throw new DataError(
      `${row.source}: texts must be UTF-8, this one is not. Convert the manifest.`,
    );
  }
  if (text.length > longestText) {
    throw new DataError(
      `${row.source}: a text must have at most ${longestText} characters, this one has ${text.length}.`,
    );
  }
  if (text) parts.push({ text });
  if (parts.length === 0) {
    throw new DataError(`${row.source}: an example must have a modality, this row has none.`);
  }
  const taken = new Set(Object.values(columns));
  const factors = Object.fromEntries(
    Object.entries(row.values).filter(([name, value]) => !taken.has(name) && value !== ''),
  );
  return Object.assign({ id }, ...parts, Object.keys(factors).length > 0 ? { factors } : {});
}

function within(root: string, path: string, source: string): string {
  const whole = resolve(root, path);
  const way = relative(root, whole);
  if (way !== '' && !way.startsWith('..') && !isAbsolute(way) && !path.includes('\0')) return whole;
  throw new DataError(
    `${source}: paths must stay in the folder of the manifest, '${path}' does not. Move the file there.`,
  );
}
