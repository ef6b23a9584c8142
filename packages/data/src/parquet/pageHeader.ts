import { asFields } from './schemaElements.ts';
import { type Fields, readThrift } from './thrift.ts';

/** A page of a column, as its header has it. */
export interface Page {
  readonly kind: 'v1' | 'v2' | 'dictionary';
  /** Values and gaps. */
  readonly values: number;
  /** The number of its encoding. */
  readonly encoding: number;
  /** Gaps, and the bytes of both kinds of levels; 0 unless it is of the second version. */
  readonly gaps: number;
  readonly repetitionBytes: number;
  readonly definitionBytes: number;
  readonly isPacked: boolean;
  readonly unpackedSize: number;
  /** The bytes of the chunk from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

/** @throws Error when the header is damaged or the page is not all there. */
export function readPage(bytes: Uint8Array, at: number): Page {
  const { fields, end: start } = readThrift(bytes, at);
  const kind = ({ 0: 'v1', 2: 'dictionary', 3: 'v2' } as const)[count(fields, 1)];
  if (kind === undefined) throw new Error('a page of an unknown kind');
  const part = asFields(fields.get({ v1: 5, dictionary: 7, v2: 8 }[kind]));
  const isSecond = kind === 'v2';
  const end = start + count(fields, 3);
  if (end > bytes.length) throw new Error(`a page of ${end - start} bytes, which are not there`);
  const page = {
    kind,
    values: count(part, 1),
    encoding: count(part, isSecond ? 4 : 2),
    gaps: isSecond ? count(part, 2) : 0,
    definitionBytes: isSecond ? count(part, 5) : 0,
    repetitionBytes: isSecond ? count(part, 6) : 0,
    isPacked: !isSecond || part.get(7) !== false,
    unpackedSize: count(fields, 2),
    start,
    end,
  };
  return page;
}

/** Told as a 32-bit integer and nothing else: hyparquet takes others for what they are not. */
function count(fields: Fields, id: number): number {
  const value = fields.get(id);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`field ${id} of a page is ${typeof value}, not a count`);
}
