import { Unzlib } from 'fflate';
import { DataError } from '../dataError.ts';

/** The most bytes that deflate can make from one. */
const largestRatio = 1032;
/** Bytes unpacked at a time; at most 17 MB come of them. */
const slice = 16_384;

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
  const out = new Uint8Array(size);
  let filled = 0;
  const unzlib = new Unzlib((chunk) => {
    if (filled + chunk.length > size) throw wrongSize(source, size, 'more');
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += slice) unzlib.push(part.subarray(at, at + slice));
    }
    unzlib.push(new Uint8Array(0), true);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${source}: the pixels cannot be unpacked (${reason}). It is damaged.`);
  }
  if (filled < size) throw wrongSize(source, size, 'fewer');
  return out;
}

const wrongSize = (source: string, size: number, which: string): DataError =>
  new DataError(
    `${source}: the pixels must fill ${size} bytes, there are ${which}. It is damaged.`,
  );
