/** Codes have at most 12 bits. */
const mostCodes = 4096;

/**
 * Compresses bytes as GIF does: codes for runs seen before, of 9 bits at first and more as there are more
 * runs, from the low bit up. When all codes are used it begins anew.
 *
 * @see "Graphics Interchange Format, version 89a", CompuServe 1990, appendix F
 */
export function lzw(bytes: Uint8Array): Uint8Array {
  const clear = 256;
  const end = 257;
  const out: number[] = [];
  let [bits, held] = [0, 0];
  let width = 9;
  const put = (code: number): void => {
    bits |= code << held;
    for (held += width; held >= 8; held -= 8) {
      out.push(bits & 255);
      bits >>>= 8;
    }
  };

  /** Code of a run and the byte after it, by 256·code + byte. */
  let longer = new Map<number, number>();
  let next = end + 1;
  put(clear);
  let run = -1;
  for (const byte of bytes) {
    if (run < 0) {
      run = byte;
      continue;
    }
    const known = longer.get(256 * run + byte);
    if (known !== undefined) {
      run = known;
      continue;
    }
    put(run);
    if (next === mostCodes) {
      put(clear);
      longer = new Map();
      next = end + 1;
      width = 9;
    } else {
      // The reader is one code behind: widths grow when the code that just fitted is used up.
      if (next === 1 << width) width++;
      longer.set(256 * run + byte, next++);
    }
    run = byte;
  }
  if (run >= 0) put(run);
  put(end);
  if (held > 0) out.push(bits & 255);
  return Uint8Array.from(out);
}
