import type { CompressionCodec, ParquetType, SchemaElement, SchemaTree } from 'hyparquet';
import type { StillFile } from '../node/stillFile.ts';
import { asBytes, asFields, asList, asNumber, schemaElements } from './schemaElements.ts';
import { type Fields, readThrift } from './thrift.ts';

/** What a Parquet file says of itself. */
export interface Footer {
  readonly schema: SchemaTree;
  readonly groups: readonly RowGroup[];
}

export interface RowGroup {
  readonly rows: number;
  /** A chunk for each column of the schema that has values, in its order. */
  readonly chunks: readonly Chunk[];
}

/** The values of one column in a row group. */
export interface Chunk {
  /** From the root, which is the first, to the column. */
  readonly path: readonly SchemaTree[];
  readonly type: ParquetType;
  readonly codec: CompressionCodec;
  /** Values and gaps; in a list there are several in a row. */
  readonly values: number;
  /** The bytes of the file from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

/** Bytes. */
const largestFooter = 2 ** 28;

/** @throws Error that says what is wrong; DataError when the file cannot be read. */
export async function readFooter(file: StillFile): Promise<Footer> {
  const constants = await import('hyparquet/src/constants.js');
  const { parquetSchema } = await import('hyparquet');
  const fields = await footerFields(file);
  const elements: SchemaElement[] = schemaElements(fields, constants);
  const schema = parquetSchema({ schema: elements });
  const leaves = leavesOf(schema, []);
  const groups = asList(fields.get(4)).map((group, i): RowGroup => {
    const rows = natural(asFields(group), 3);
    const chunks = asList(asFields(group).get(1));
    if (chunks.length !== leaves.length) throw new Error(`row group ${i} of other columns`);
    return {
      rows,
      chunks: chunks.map((chunk, j) => readChunk(asFields(chunk), leaves[j], rows, constants)),
    };
  });
  checkPlaces(groups, file.size);
  return { schema, groups };
}

async function footerFields(file: StillFile): Promise<Fields> {
  if (file.size < 12) throw new Error('no footer');
  const tail = new Uint8Array(8);
  await file.read(file.size - 8, tail);
  if (new TextDecoder().decode(tail.subarray(4)) !== 'PAR1') throw new Error('no footer');
  const length = new DataView(tail.buffer).getUint32(0, true);
  if (length > Math.min(file.size - 12, largestFooter))
    throw new Error(`a footer of ${length} bytes`);
  const bytes = new Uint8Array(length);
  await file.read(file.size - 8 - length, bytes);
  return readThrift(bytes, 0).fields;
}

function readChunk(
  fields: Fields,
  path: readonly SchemaTree[],
  rows: number,
  { CompressionCodecs, ParquetTypes }: typeof import('hyparquet/src/constants.js'),
): Chunk {
  const meta = asFields(fields.get(3));
  const names = asList(meta.get(3)).map((name) => new TextDecoder().decode(asBytes(name)));
  const leaf = path[path.length - 1];
  const name = leaf.path.join('.');
  const type = ParquetTypes[natural(meta, 1)];
  const codec = CompressionCodecs[natural(meta, 4)];
  const values = natural(meta, 5);
  if (fields.has(1)) throw new Error(`column ${name} in another file`);
  if (names.length !== leaf.path.length || names.some((part, i) => part !== leaf.path[i])) {
    throw new Error(`column ${names.join('.')} in place of ${name}`);
  }
  if (type !== leaf.element.type) throw new Error(`column ${name} of type ${type}`);
  if (codec === undefined) throw new Error(`column ${name} of an unknown codec`);
  const inLists = path.some(({ element }) => element.repetition_type === 'REPEATED');
  if (inLists ? values < rows : values !== rows) {
    throw new Error(`column ${name} of ${values} values for ${rows} rows`);
  }
  // Some writers say 0 where there is no dictionary.
  const start = (meta.has(11) && natural(meta, 11)) || natural(meta, 9);
  return { path, type, codec, values, start, end: start + natural(meta, 7) };
}

/** Chunks that overlapped would let a small file hold any number of rows. */
function checkPlaces(groups: readonly RowGroup[], size: number): void {
  const chunks = groups
    .flatMap(({ chunks }) => chunks.filter(({ start, end }) => start < end))
    .sort((a, b) => a.start - b.start);
  for (const [i, { start, end }] of chunks.entries()) {
    const before = i === 0 ? 0 : chunks[i - 1].end;
    if (start < before || end > size) {
      throw new Error(
        `a column at bytes ${start} to ${end} of ${size}, the one before ends at ${before}`,
      );
    }
  }
}

function natural(fields: Fields, id: number): number {
  const value = asNumber(fields.get(id));
  if (value !== undefined && value >= 0) return value;
  throw new Error(`field ${id} is ${value ?? 'missing'}, not a count`);
}

const leavesOf = (node: SchemaTree, above: readonly SchemaTree[]): SchemaTree[][] => {
  const path = [...above, node];
  return node.children.length === 0
    ? [path]
    : node.children.flatMap((child) => leavesOf(child, path));
};
