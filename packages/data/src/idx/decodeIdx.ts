import { DataError } from '../dataError.ts';

/** Bytes in rows, as MNIST's files hold them. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major, in 0…255. */
  readonly data: Uint8Array;
}

/** The number by which an IDX file says that its elements are unsigned bytes. */
const unsignedBytes = 0x08;
const mostDimensions = 8;

/**
 * The array in an IDX file of unsigned bytes: two zeros, the type, how many dimensions, their sizes in
 * 32 bits each, the greatest byte first, then the elements.
 *
 * @param options.source what errors call it
 * @throws DataError for what is no IDX file of bytes, or has fewer or more elements than it says.
 * @see LeCun, Cortes and Burges, "The MNIST database", file formats
 */
export function decodeIdx(bytes: Uint8Array, options: { source?: string } = {}): IdxArray {
  const { source = 'IDX' } = options;
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new DataError(
      `${source}: an IDX file must begin with two zeros, this one ` +
        `${bytes.length < 4 ? `has ${bytes.length} bytes` : `begins with ${bytes[0]} and ${bytes[1]}`}. ` +
        'If it is packed, unpack it first.',
    );
  }
  const [, , type, dimensions] = bytes;
  if (type !== unsignedBytes || dimensions < 1 || dimensions > mostDimensions) {
    throw new DataError(
      `${source}: an IDX file must hold unsigned bytes (type 8) in 1 to ${mostDimensions} dimensions, ` +
        `got type ${type} in ${dimensions}. Convert it.`,
    );
  }
  const start = 4 + 4 * dimensions;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < start) throw wrongSize(source, `${dimensions} sizes`, bytes.length - 4);
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - start !== size) {
    throw wrongSize(source, `[${shape}] is ${size} bytes`, bytes.length - start);
  }
  return { shape, data: bytes.subarray(start) };
}

const wrongSize = (source: string, expected: string, bytes: number): DataError =>
  new DataError(
    `${source}: the IDX file says ${expected}, but ${bytes} bytes follow. It is damaged or cut off: fetch it again.`,
  );
