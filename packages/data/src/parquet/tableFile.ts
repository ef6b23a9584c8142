import { DataError } from '../dataError.ts';
import { stillFile } from '../node/stillFile.ts';
import { readFooter } from './footer.ts';
import { type Row, readGroup } from './readGroup.ts';
import { unpackers } from './unpackers.ts';

/** A Parquet file, read a row group at a time. */
export interface TableFile {
  readonly length: number;
  /** Its columns, and whether their bytes are text. */
  readonly columns: ReadonlyMap<string, { readonly isText: boolean }>;
  /** The first row of each row group, and the length at the end. */
  readonly starts: readonly number[];
  /** All rows of a row group, with all columns or some. @throws DataError when it is damaged or too large. */
  readGroup(group: number, columns?: readonly string[]): Promise<readonly Row[]>;
}

/** @throws DataError when the file cannot be opened, or is not a sound Parquet file. */
export async function tableFile(path: string, source: string): Promise<TableFile> {
  const file = await stillFile(path, 'file');
  const footer = await sound(source, () => readFooter(file));
  const unpack = await unpackers();
  const starts = [0];
  for (const { rows } of footer.groups) starts.push(starts[starts.length - 1] + rows);
  const length = starts[starts.length - 1];
  if (!Number.isSafeInteger(length)) throw damaged(source, `${length} rows`);
  return {
    length,
    starts,
    columns: new Map(
      footer.schema.children.map(
        ({ element: { name, converted_type: converted, logical_type: logical } }) => [
          name,
          { isText: [converted, logical?.type].some((type) => texts.has(type ?? '')) },
        ],
      ),
    ),
    readGroup: (group, columns) =>
      sound(source, () => readGroup(file, source, footer, group, columns, unpack)),
  };
}

const texts = new Set(['UTF8', 'STRING', 'JSON', 'ENUM']);

/** What is found in damaged bytes is of many kinds. */
async function sound<Value>(source: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw damaged(source, error instanceof Error ? error.message : String(error));
  }
}

const damaged = (source: string, what: string): DataError =>
  new DataError(
    `${source}: it cannot be read as Parquet (${what}). It is damaged or another kind of file.`,
  );
