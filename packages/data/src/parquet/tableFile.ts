import type { Compressors } from 'hyparquet';
import { DataError } from '../dataError.ts';
import { stillFile } from '../node/stillFile.ts';
import { checkRowGroups } from './checkRowGroups.ts';

/** One row: a cell by the name of its column. Texts are still bytes. */
export type Row = Readonly<Record<string, unknown>>;

/** A Parquet file, read a row group at a time. */
export interface TableFile {
  readonly length: number;
  /** Its columns, and whether their bytes are text. */
  readonly columns: ReadonlyMap<string, { readonly isText: boolean }>;
  /** The first row of each row group, and the length at the end. */
  readonly starts: readonly number[];
  /** All rows of a row group, with all columns or some. @throws DataError when it is damaged. */
  readGroup(group: number, columns?: readonly string[]): Promise<readonly Row[]>;
}

/** Larger row groups do not fit beside a model. */
const largestGroup = 2 ** 30;

/** @throws DataError when the file cannot be opened, or is not a sound Parquet file. */
export async function tableFile(path: string, source: string): Promise<TableFile> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const compressors = unlessEmpty((await import('hyparquet-compressors')).compressors);
  const file = await asyncBuffer(path);
  const asBytes = (bytes: Uint8Array): Uint8Array => bytes;
  // Cells are decoded when they are asked for, so that one bad text spoils one example.
  const parsers = { stringFromBytes: asBytes, jsonFromBytes: asBytes };
  const metadata = await sound(source, () => parquetMetadataAsync(file, { parsers }));
  const { children } = await sound(source, async () => {
    const schema = parquetSchema(metadata);
    checkRowGroups(metadata, schema, file.byteLength);
    return schema;
  });
  const starts = [0];
  for (const { num_rows } of metadata.row_groups) {
    starts.push(starts[starts.length - 1] + Number(num_rows));
  }
  return {
    length: starts[starts.length - 1],
    starts,
    columns: new Map(
      children.map(({ element: { name, converted_type: converted, logical_type: logical } }) => [
        name,
        { isText: [converted, logical?.type].some((type) => texts.has(type ?? '')) },
      ]),
    ),
    async readGroup(group, columns) {
      const size = Number(metadata.row_groups[group].total_byte_size);
      if (size > largestGroup) {
        throw new DataError(
          `${source}: a row group must have at most ${largestGroup} bytes, this one has ${size}. Write the ` +
            'file anew with smaller ones.',
        );
      }
      const [rowStart, rowEnd] = [starts[group], starts[group + 1]];
      const rows = await sound(source, () =>
        parquetReadObjects({
          file,
          metadata,
          compressors,
          parsers,
          rowStart,
          rowEnd,
          utf8: false,
          ...(columns ? { columns: [...columns] } : {}),
        }),
      );
      if (rows.length === rowEnd - rowStart) return rows;
      throw damaged(source, `${rows.length} of ${rowEnd - rowStart} rows`);
    },
  };
}

/** A page of empty cells unpacks to nothing, which the library's LZ4 takes for damage. */
const unlessEmpty = (compressors: Compressors): Compressors =>
  Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]): [string, typeof unpack] => [
      codec,
      (bytes, length) => (length === 0 ? new Uint8Array(0) : unpack(bytes, length)),
    ]),
  );

const texts = new Set(['UTF8', 'STRING', 'JSON', 'ENUM']);

async function asyncBuffer(path: string) {
  const file = await stillFile(path, 'file');
  const { size } = file;
  return {
    byteLength: size,
    slice(start: number, end = size): Promise<ArrayBuffer> {
      const [from, to] = [start < 0 ? size + start : start, end < 0 ? size + end : end];
      const bytes = (async () => {
        if (!(from >= 0 && from <= to && to <= size)) throw new Error(`bytes ${from} to ${to}`);
        const into = new ArrayBuffer(to - from);
        await file.read(from, new Uint8Array(into));
        return into;
      })();
      // It is asked for ahead, and its failure found where it is used.
      bytes.catch(() => {});
      return bytes;
    },
  };
}

/** What the library throws at damaged bytes is of many kinds. */
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
