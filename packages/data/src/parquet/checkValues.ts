import type { ParquetType, SchemaTree } from 'hyparquet';
import { checkByteArrays, checkDeltaByteArrays, checkDeltaLengths } from './checkByteArrays.ts';
import { checkDelta } from './checkDelta.ts';
import { checkRuns } from './checkRuns.ts';

/** What is told of the values of a page. */
export interface Told {
  readonly type: ParquetType;
  readonly path: readonly SchemaTree[];
  /** The number of their encoding in the format. */
  readonly encoding: number;
  /** Values, without gaps. */
  readonly count: number;
  /** Values of the dictionary, where one came before. */
  readonly dictionary?: number | undefined;
  /** Whether the page is of the second version. */
  readonly isSecond: boolean;
  /** Is told of bytes that are made beyond those of the page. */
  spend(bytes: number): void;
}

/**
 * Sees that values are all there.
 *
 * @param bytes the values and nothing before them
 * @throws Error that says what is wrong
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function checkValues(bytes: Uint8Array, told: Told): void {
  const check = checks.get(told.encoding);
  if (check?.(bytes, told) !== undefined) return;
  throw new Error(`values of type ${told.type} in encoding ${told.encoding}`);
}

/** By the number of the encoding. Each returns undefined for a type that it has no values of. */
const checks = new Map<number, (bytes: Uint8Array, told: Told) => true | undefined>([
  [0, plain],
  [2, indices],
  [8, indices],
  [3, truths],
  [
    5,
    (bytes, { type, count }) => {
      if (type !== 'INT32' && type !== 'INT64') return undefined;
      checkDelta(bytes, 0, count);
      return true;
    },
  ],
  [
    6,
    (bytes, { type, count }) => {
      if (type !== 'BYTE_ARRAY') return undefined;
      checkDeltaLengths(bytes, count);
      return true;
    },
  ],
  [
    7,
    (bytes, { type, count, spend }) => {
      if (!type.endsWith('BYTE_ARRAY')) return undefined;
      checkDeltaByteArrays(bytes, count, spend);
      return true;
    },
  ],
  [9, (bytes, told) => (splits.has(told.type) ? plain(bytes, told) : undefined)],
]);

const splits = new Set(['INT32', 'INT64', 'FLOAT', 'DOUBLE', 'FIXED_LEN_BYTE_ARRAY']);

const bits = { BOOLEAN: 1, INT32: 32, FLOAT: 32, INT64: 64, DOUBLE: 64, INT96: 96 };

function plain(bytes: Uint8Array, { type, count, path }: Told): true {
  if (type === 'BYTE_ARRAY') {
    checkByteArrays(bytes, count);
    return true;
  }
  const width =
    type === 'FIXED_LEN_BYTE_ARRAY'
      ? 8 * (path[path.length - 1].element.type_length ?? 0)
      : bits[type];
  if (!(width > 0)) throw new Error('values of no length');
  need(Math.ceil((count * width) / 8), bytes);
  return true;
}

/** Indices into the dictionary, the width of which comes first. */
function indices(bytes: Uint8Array, { type, count, dictionary, isSecond }: Told): true | undefined {
  if (type === 'BOOLEAN') return undefined;
  if (dictionary === undefined) throw new Error('a dictionary that is not there');
  if (count === 0) return true;
  if (dictionary === 0) throw new Error('a dictionary without values');
  need(1, bytes);
  // All are 0 then, and hyparquet does not look at the runs.
  if (bytes[0] > 0 || isSecond) checkRuns(bytes.subarray(1), bytes[0], count, dictionary);
  return true;
}

function truths(bytes: Uint8Array, { type, count }: Told): true | undefined {
  if (type !== 'BOOLEAN') return undefined;
  need(4, bytes);
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  need(4 + size, bytes);
  checkRuns(bytes.subarray(4, 4 + size), 1, count, 2);
  return true;
}

function need(size: number, bytes: Uint8Array): void {
  if (size > bytes.length) throw new Error(`values of ${size} bytes in ${bytes.length}`);
}
