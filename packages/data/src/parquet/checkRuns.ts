import { readVarint } from './thrift.ts';

/**
 * Sees that runs of integers, of one value or bit-packed, hold as many as are told of them, all below a limit.
 *
 * @param bytes the runs and nothing else
 * @param width bits of an integer, 0…32
 * @param count integers that are wanted; a bit-packed run may pad them to a multiple of 8
 * @param limit what each must be below
 * @param wanted a value to be counted
 * @returns how many of the integers are `wanted`
 * @throws Error when they are fewer or more, or too large, or end early.
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function checkRuns(
  bytes: Uint8Array,
  width: number,
  count: number,
  limit: number,
  wanted = -1,
): number {
  if (width > 32) throw new Error(`integers of ${width} bits`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const place = { view, at: 0 };
  let seen = 0;
  let found = 0;
  while (seen < count) {
    const head = readVarint(place);
    if (head >= 2 ** 31) throw new Error(`a run of ${head}`);
    const left = count - seen;
    if (head % 2 === 0) {
      if (head / 2 > left) throw new Error(`a run of ${head / 2}, where ${left} are left`);
      let value = 0;
      for (let i = 0; i < width; i += 8) value += view.getUint8(place.at++) * 2 ** i;
      if (value >= limit) throw new Error(`${value}, which must be below ${limit}`);
      if (value === wanted) found += head / 2;
      seen += head / 2;
    } else {
      const groups = (head - 1) / 2;
      // Without bits the padding costs no bytes, and must not be taken at its word.
      const most = width === 0 ? Math.ceil(left / 8) : (bytes.length - place.at) / width;
      if (groups > most) throw new Error(`a run of ${groups * 8}, where ${left} are left`);
      const here = Math.min(left, groups * 8);
      found += checkPacked(bytes, place.at, width, here, limit, wanted);
      // hyparquet takes a byte even for a run without any.
      place.at += Math.max(groups * width, place.at < bytes.length ? 1 : 0);
      seen += here;
    }
  }
  return found;
}

function checkPacked(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  limit: number,
  wanted: number,
): number {
  // All that fit into so many bits are below the limit, and none is counted.
  if (wanted < 0 && 2 ** width <= limit) return 0;
  const size = 2 ** width;
  let found = 0;
  let at = start;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < count; i++) {
    while (held < width) {
      bits += bytes[at++] * 2 ** held;
      held += 8;
    }
    const value = bits % size;
    if (value >= limit) throw new Error(`${value}, which must be below ${limit}`);
    if (value === wanted) found++;
    bits = (bits - value) / size;
    held -= width;
  }
  return found;
}
