import { DataError } from '../dataError.ts';

/** Everything in an archive stands in blocks of so many bytes. */
export const blockSize = 512;

/** One block before a member: what it is called, how long it is and of what type. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** '0' is a file, '1' to '6' are links, devices, folders and pipes; letters are extensions. */
  readonly type: string;
}

/**
 * The header in a block of 512 bytes, in the layouts of ustar, GNU tar and the tar before them.
 *
 * @param source what errors call the archive
 * @throws DataError when its checksum or its size is wrong: what comes after it cannot be found.
 * @see POSIX.1-2024, pax, "ustar Interchange Format"
 */
export function readTarHeader(block: Uint8Array, source: string): TarHeader {
  const name = tarText(block, 0, 100);
  const refuse = (what: string): DataError =>
    new DataError(
      `${source}, member '${printable(name)}': ${what}. The archive is damaged: fetch it again.`,
    );
  if (wholeNumber(block, 148, 8) !== checksum(block)) {
    throw refuse('the checksum of its header is wrong');
  }
  const size = wholeNumber(block, 124, 12);
  if (!Number.isSafeInteger(size)) throw refuse('its size must be a whole number');
  // GNU tar has dates where ustar has the folders before the name; its magic ends in a space.
  const folders = tarText(block, 257, 6) === 'ustar' ? tarText(block, 345, 155) : '';
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156]);
  return { name: folders ? `${folders}/${name}` : name, size, type };
}

/** The sum of a header's bytes, as if those of the sum itself were spaces. */
export function checksum(block: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < blockSize; i++) sum += i >= 148 && i < 156 ? 32 : block[i];
  return sum;
}

/** A name of an archive, fit for a message. */
export const printable = (name: string): string =>
  name.replace(/[\p{C}\ufffd]/gu, '?').slice(0, 200);

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes up to the first zero. What is not UTF-8 comes out with U+FFFD. */
export function tarText(bytes: Uint8Array, start: number, length: number): string {
  const zero = bytes.indexOf(0, start);
  const end = zero < 0 ? start + length : Math.min(zero, start + length);
  return decoder.decode(bytes.subarray(start, end));
}

const [space, digit0] = [32, 48];

/** Octal digits, or, where those do not suffice, base 256 behind a set bit. NaN when it is neither. */
function wholeNumber(block: Uint8Array, start: number, length: number): number {
  if (block[start] === 0x80) {
    return block.subarray(start + 1, start + length).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  let value = 0;
  for (const byte of block.subarray(start, start + length)) {
    if (byte === space && value === 0) continue;
    if (byte === 0 || byte === space) break;
    if (byte < digit0 || byte > digit0 + 7) return Number.NaN;
    value = value * 8 + byte - digit0;
  }
  return value;
}
