/**
 * Numbers as the bits of IEEE 754 binary16, rounded to the nearest, ties to even. Beyond 65,504 they become
 * infinite, below 2⁻²⁵ zero.
 */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, halfOf);
}

/** Exactly the numbers whose bits these are. */
export const fromFloat16 = (bits: Uint16Array): Float32Array =>
  Float32Array.from(bits, (half) => table()[half]);

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // rounds beyond the largest
  if (magnitude >= 0x38800000) return sign | rounded(magnitude - 0x38000000, 13);
  if (magnitude < 0x33000000) return sign;
  // Subnormal: the leading one is written out, and everything shifted to units of 2⁻²⁴.
  return sign | rounded((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >>> 23));
}

/** The integer without its `shift` last bits, rounded to the nearest, ties to even. */
function rounded(integer: number, shift: number): number {
  const kept = integer >>> shift;
  const rest = integer & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

let all: Float32Array | undefined;

/** The number of each of the 65,536 patterns. */
function table(): Float32Array {
  all ??= Float32Array.from({ length: 0x10000 }, (_, half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 0x3ff;
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0
      ? sign * fraction * 2 ** -24
      : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  return all;
}
