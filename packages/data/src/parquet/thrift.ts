/** What a struct holds, by the number of its field. Of 64-bit integers a bigint, of all other numbers a number. */
export type Fields = ReadonlyMap<number, Thrift>;
export type Thrift = number | bigint | boolean | Uint8Array | Fields | readonly Thrift[];

/** Where in some bytes integers are read. */
export interface Place {
  readonly view: DataView;
  at: number;
}

interface Budget extends Place {
  /** What may still be made, in units of some 60 bytes. */
  left: number;
}

/** Parquet's structs are eight deep. */
const deepest = 32;
/** Half a gigabyte. A column chunk takes 60, so that there may be 100,000. */
const mostUnits = 2 ** 23;

/**
 * Reads one struct in Thrift's compact protocol. What is made is in proportion to the bytes read: a list is as
 * long as its bytes, not as it claims.
 *
 * @returns the struct, and the byte after it
 * @throws Error when it ends early, nests deeper than 32, takes more than half a gigabyte, or holds a type that Parquet does not use.
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readThrift(bytes: Uint8Array, start: number): { fields: Fields; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place: Budget = { view, at: start, left: mostUnits };
  const fields = readStruct(place, 0);
  return { fields, end: place.at };
}

function readStruct(place: Budget, depth: number): Fields {
  if (depth > deepest) throw new Error(`structs ${depth} deep`);
  const fields = new Map<number, Thrift>();
  let id = 0;
  for (;;) {
    const head = place.view.getUint8(place.at++);
    const type = head & 15;
    if (type === 0) return fields;
    id = head >> 4 ? id + (head >> 4) : unZigZag(readVarint(place));
    // A truth of a struct is its type; that of a list is a byte.
    fields.set(id, type <= 2 ? type === 1 : readElement(place, type, depth + 1));
  }
}

function readElement(place: Budget, type: number, depth: number): Thrift {
  const { view } = place;
  // Bytes, lists and structs are objects.
  place.left -= type >= 8 ? 4 : 1;
  if (place.left < 0) throw new Error('more than fits into memory');
  switch (type) {
    case 1:
    case 2:
      return view.getInt8(place.at++) === 1;
    case 3:
      return view.getInt8(place.at++);
    case 4:
    case 5:
      return unZigZag(readVarint(place));
    case 6:
      return readLong(place);
    case 7:
      place.at += 8;
      return view.getFloat64(place.at - 8, true);
    case 8: {
      const length = readVarint(place);
      if (length > view.byteLength - place.at)
        throw new Error(`${length} bytes, which are not there`);
      place.at += length;
      return new Uint8Array(view.buffer, view.byteOffset + place.at - length, length);
    }
    case 9:
      return readList(place, depth);
    case 12:
      return readStruct(place, depth);
    default:
      throw new Error(`a value of type ${type}`);
  }
}

function readList(place: Budget, depth: number): readonly Thrift[] {
  if (depth > deepest) throw new Error(`lists ${depth} deep`);
  const head = place.view.getUint8(place.at++);
  const length = head >> 4 === 15 ? readVarint(place) : head >> 4;
  const values: Thrift[] = [];
  // Each takes a byte or more, so that this ends with the bytes.
  while (values.length < length) values.push(readElement(place, head & 15, depth + 1));
  return values;
}

/** An integer of at most 32 bits, in 7 bits a byte, lowest first. */
export function readVarint(place: Place): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = place.view.getUint8(place.at++);
    value += (byte & 127) * 2 ** shift;
    if (byte < 128 && value < 2 ** 32) return value;
    if (byte < 128) break;
  }
  throw new Error('an integer of more than 32 bits');
}

/** A signed integer of at most 64 bits. */
export function readLong(place: Place): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = place.view.getUint8(place.at++);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return (value >> 1n) ^ -(value & 1n);
  }
  throw new Error('an integer of more than 64 bits');
}

const unZigZag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);
