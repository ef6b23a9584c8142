import { getHeapStatistics } from 'node:v8';
import { DataError } from '../dataError.ts';
import type { StillFile } from '../node/stillFile.ts';
import { checkPages, type Spending } from './checkPages.ts';
import type { Chunk, Footer } from './footer.ts';
import type { Unpack } from './unpackers.ts';

/** One row: a cell by the name of its column. Texts are still bytes. */
export type Row = Readonly<Record<string, unknown>>;

/** Bytes of a row group, and what they unpack to. Larger ones do not fit beside a model. */
const largestGroup = 2 ** 30;

/**
 * All rows of a row group. Nothing is taken on trust (see `checkPages`): time and memory are in proportion to the
 * bytes of the group and the number of its cells, and both have limits.
 *
 * @param columns names of those that are read; all unless told otherwise
 * @throws DataError when its bytes, as they stand in the file or unpacked, are over 1 GiB, or its cells would take
 *   more than half of the memory that Node may use. Error when it is damaged.
 */
export async function readGroup(
  file: StillFile,
  source: string,
  { schema, groups }: Footer,
  group: number,
  columns: readonly string[] | undefined,
  unpackers: ReadonlyMap<string, Unpack>,
): Promise<readonly Row[]> {
  const { readColumn } = await import('hyparquet/src/column.js');
  const { assembleAsync, asyncGroupToRows } = await import('hyparquet/src/rowgroup.js');
  const { DEFAULT_PARSERS } = await import('hyparquet/src/convert.js');
  const asBytes = (bytes: Uint8Array): Uint8Array => bytes;
  // Cells are decoded when they are asked for, so that one bad text spoils one example.
  const parsers = { ...DEFAULT_PARSERS, stringFromBytes: asBytes, jsonFromBytes: asBytes };
  const { rows, chunks } = groups[group];
  const wanted = chunks.filter(({ path }) => columns?.includes(path[1].element.name) ?? true);
  const load = purse(source, 'bytes', largestGroup);
  const cells = purse(source, 'bytes of cells', getHeapStatistics().heap_size_limit / 2);
  const spend: Spending = {
    bytes: purse(source, 'unpacked bytes', largestGroup),
    values: (chunk, count) => cells(count * cellSize(chunk)),
  };
  cells(rows * rowSize);
  for (const chunk of wanted) {
    load(chunk.end - chunk.start);
    spend.values(chunk, chunk.values);
  }
  const select = { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows };
  const read = async (chunk: Chunk) => {
    const bytes = new Uint8Array(chunk.end - chunk.start);
    await file.read(chunk.start, bytes);
    const unpack = unpackers.get(chunk.codec);
    if (unpack === undefined) throw new Error(`columns packed by ${chunk.codec}`);
    const { end, unpacked } = checkPages(bytes, chunk, unpack, spend);
    const { path, type, codec } = chunk;
    const { element, path: pathInSchema } = path[path.length - 1];
    const column = readColumn({ view: new DataView(bytes.buffer, 0, end), offset: 0 }, select, {
      pathInSchema,
      type,
      element,
      schemaPath: [...path],
      codec,
      parsers,
      utf8: false,
      compressors: { [codec]: (packed: Uint8Array) => unpacked.get(packed.byteOffset)! },
    });
    const length = column.data.reduce((sum, part) => sum + part.length, 0);
    if (length === rows) return column;
    throw new Error(`${length} of ${rows} rows`);
  };
  const asyncColumns = wanted.map((chunk) => ({
    pathInSchema: chunk.path[chunk.path.length - 1].path,
    data: read(chunk),
  }));
  await Promise.all(asyncColumns.map(({ data }) => data));
  const assembled = assembleAsync({ ...select, asyncColumns }, schema, parsers);
  return asyncGroupToRows(assembled, 0, rows, undefined, 'object');
}

/** Throws as soon as more has been spent than there is. */
function purse(source: string, what: string, most: number): (amount: number) => void {
  let spent = 0;
  return (amount) => {
    spent += amount;
    if (spent <= most) return;
    throw new DataError(
      `${source}: a row group must have at most ${Math.floor(most)} ${what}, this one has ${spent} or more. Write the ` +
        'file anew with smaller ones.',
    );
  };
}

/** Bytes of memory that a row takes besides its cells. */
const rowSize = 64;

/** Types whose cells are numbers or truths. */
const light = new Set(['BOOLEAN', 'INT32', 'FLOAT', 'DOUBLE']);

/** Bytes of memory that a cell takes at most, besides those that it points to. */
function cellSize({ type, path }: Chunk): number {
  const isDate = path[path.length - 1].element.converted_type === 'DATE';
  // Each list or structure around it is an array, of which room for 17 is made.
  return (light.has(type) && !isDate ? 48 : 160) + 256 * (path.length - 2);
}
