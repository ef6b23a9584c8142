/**
 * Unpacks Snappy into as many bytes as are told of it.
 *
 * @throws Error when it is damaged or unpacks to more or less.
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 */
export function unpackSnappy(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  // The length, which is known already.
  while (packed[at] >= 128) at++;
  at++;
  let done = 0;
  while (at < packed.length) {
    const tag = packed[at++];
    const kind = tag & 3;
    let size = (tag >> 2) + 1;
    let back = 0;
    if (kind === 0) {
      if (size > 60) {
        const more = size - 60;
        size = little(packed, at, more) + 1;
        at += more;
      }
    } else if (kind === 1) {
      size = ((tag >> 2) & 7) + 4;
      back = ((tag >> 5) << 8) | packed[at++];
    } else {
      back = little(packed, at, kind === 2 ? 2 : 4);
      at += kind === 2 ? 2 : 4;
    }
    if (at + (kind === 0 ? size : 0) > packed.length) throw new Error('Snappy that ends early');
    if (done + size > length) throw new Error(`Snappy of more than ${length} bytes`);
    if (kind > 0) {
      copyBack(out, done, back, size);
    } else {
      if (size > 32) out.set(packed.subarray(at, at + size), done);
      else for (let i = 0; i < size; i++) out[done + i] = packed[at + i];
      at += size;
    }
    done += size;
  }
  if (done !== length) throw new Error(`Snappy of ${done} bytes in place of ${length}`);
  return out;
}

/** Of 1 to 4 bytes, the lowest first. Those beyond the end count as 0. */
function little(bytes: Uint8Array, at: number, count: number): number {
  let value = bytes[at];
  if (count > 1) value |= bytes[at + 1] << 8;
  if (count > 2) value |= bytes[at + 2] << 16;
  if (count > 3) value |= bytes[at + 3] << 24;
  return value >>> 0;
}

/** Repeats what stands `back` bytes before; where that is nearer than `size`, what has just been written, too. */
export function copyBack(out: Uint8Array, at: number, back: number, size: number): void {
  if (back < 1 || back > at) throw new Error(`a repetition of what stands ${back} before`);
  // Most are short, and quicker byte by byte.
  if (size > 32 && back >= size) out.copyWithin(at, at - back, at - back + size);
  else for (let i = at; i < at + size; i++) out[i] = out[i - back];
}
