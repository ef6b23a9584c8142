import { Unzlib, unzlibSync } from 'fflate';
import { DataError } from '../dataError.ts';

/** The most bytes that deflate can make from one. */
const largestRatio = 1032;
/** Bytes unpacked at a time; at most 17 MB come of them. */
const slice = 16_384;
/** Up to here a stream is unpacked in one go: at most 66 MB come of it, most of them into the void. */
const small = 65_536;

/**
 * Unpacks a zlib stream that must hold `size` bytes. It stops as soon as there are more, so that a
 * small file cannot fill the memory.
 *
 * @throws DataError when the stream is damaged or holds fewer or more bytes.
 */
export function inflateExactly(
  source: string,
  parts: readonly Uint8Array[],
  size: number,
): Uint8Array {
  const packed = parts.reduce((sum, part) => sum + part.length, 0);
  if (packed * largestRatio < size) throw wrongSize(source, size, 'fewer');
  try {
    // One byte more, to see whether there are more.
    const out = new Uint8Array(size + 1);
    const filled = packed <= small ? inWhole(parts, packed, out) : inSlices(parts, out);
    if (filled !== size) throw wrongSize(source, size, filled < size ? 'fewer' : 'more');
    return out.subarray(0, size);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${source}: the pixels cannot be unpacked (${reason}). It is damaged.`);
  }
}

/** @returns how many bytes there are, or `out.length` when there are more. */
function inWhole(parts: readonly Uint8Array[], packed: number, out: Uint8Array): number {
  return unzlibSync(parts.length === 1 ? parts[0] : joined(parts, packed), { out }).length;
}

/** The slow twin of `inWhole`, for streams of any length: stops when `out` is full. */
export function inSlices(parts: readonly Uint8Array[], out: Uint8Array): number {
  let filled = 0;
  const unzlib = new Unzlib((chunk) => {
    out.set(chunk.subarray(0, out.length - filled), filled);
    filled = Math.min(out.length, filled + chunk.length);
  });
  for (const part of parts) {
    for (let at = 0; at < part.length && filled < out.length; at += slice) {
      unzlib.push(part.subarray(at, at + slice));
    }
  }
  if (filled < out.length) unzlib.push(new Uint8Array(0), true);
  return filled;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const wrongSize = (source: string, size: number, which: string): DataError =>
  new DataError(
    `${source}: the pixels must fill ${size} bytes, there are ${which}. It is damaged.`,
  );
