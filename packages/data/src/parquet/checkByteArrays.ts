import { checkDelta } from './checkDelta.ts';

/**
 * Sees that byte arrays, each with its length before it, are all there.
 *
 * @throws Error when they end early
 */
export function checkByteArrays(bytes: Uint8Array, count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += 4 + (at + 4 <= bytes.length ? view.getUint32(at, true) : bytes.length);
    if (at > bytes.length) throw new Error(`byte arrays that end early, at ${i} of ${count}`);
  }
}

/** The same for byte arrays after all their lengths. */
export function checkDeltaLengths(bytes: Uint8Array, count: number): void {
  const lengths = new Int32Array(count);
  const start = checkDelta(bytes, 0, count, lengths);
  if (start + total(lengths) > bytes.length) throw new Error('byte arrays that end early');
}

/**
 * The same for byte arrays that begin as the one before did.
 *
 * @param spend is told how many bytes they have together, which may be many more than are written
 */
export function checkDeltaByteArrays(
  bytes: Uint8Array,
  count: number,
  spend: (bytes: number) => void,
): void {
  const prefixes = new Int32Array(count);
  const suffixes = new Int32Array(count);
  const middle = checkDelta(bytes, 0, count, prefixes);
  const start = checkDelta(bytes, middle, count, suffixes);
  const written = total(suffixes);
  if (start + written > bytes.length) throw new Error('byte arrays that end early');
  spend(total(prefixes) + written);
  let before = 0;
  for (let i = 0; i < count; i++) {
    if (prefixes[i] > before) throw new Error(`${prefixes[i]} bytes of the ${before} before`);
    before = prefixes[i] + suffixes[i];
  }
}

function total(lengths: Int32Array): number {
  let sum = 0;
  for (const length of lengths) {
    if (length < 0) throw new Error(`a length of ${length}`);
    sum += length;
  }
  return sum;
}
