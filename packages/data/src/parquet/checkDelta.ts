import { readLong, readVarint } from './thrift.ts';

/**
 * Sees that integers written as differences are all there, in blocks as the format has them.
 *
 * @param start where they begin
 * @param count how many are wanted
 * @param into takes their values, which must then have 32 bits
 * @returns the byte after them
 * @throws Error when blocks have no or uneven parts, differences of more than 64 bits, or end early.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/ (delta encoding)
 */
export function checkDelta(
  bytes: Uint8Array,
  start: number,
  count: number,
  into?: Int32Array,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = { view, at: start };
  const block = readVarint(place);
  const parts = readVarint(place);
  const values = block / parts;
  // The format wants multiples of 32, and hyparquet reads words of four bytes.
  if (!(values > 0 && values % 32 === 0 && block < 2 ** 31)) {
    throw new Error(`blocks of ${block} in ${parts} parts`);
  }
  readVarint(place);
  const signed = (): number => {
    const before = place.at;
    const value = Number(readLong(place));
    if (!into || (place.at - before <= 5 && Math.abs(value) < 2 ** 32)) return value;
    throw new Error('a difference of more than 32 bits');
  };
  const first = signed();
  let value = first | 0;
  if (into && first !== value) throw new Error('an integer of more than 32 bits');
  if (into && count > 0) into[0] = value;
  let seen = 1;
  while (seen < count) {
    const least = signed();
    const widths = place.at;
    place.at += parts;
    for (let i = 0; i < parts && seen < count; i++) {
      const width = view.getUint8(widths + i);
      const end = place.at + (values * width) / 8;
      if (width > (into ? 32 : 64)) throw new Error(`differences of ${width} bits`);
      if (end > bytes.length) throw new Error('differences that end early');
      const here = Math.min(values, count - seen);
      if (into) value = unpack(bytes, place.at, width, here, value, least, into, seen);
      seen += here;
      place.at = end;
    }
  }
  return place.at;
}

/** Adds up `count` differences, each `least` and some bits more, from `value` on. @returns the last value */
function unpack(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  value: number,
  least: number,
  into: Int32Array,
  from: number,
): number {
  let last = value;
  let at = start;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    while (held < width) {
      bits += bytes[at++] * 2 ** held;
      held += 8;
    }
    const more = bits % 2 ** width;
    bits = (bits - more) / 2 ** width;
    held -= width;
    last = (last + least + more) | 0;
    into[from + i] = last;
  }
  return last;
}
