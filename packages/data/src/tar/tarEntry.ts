import { joined } from './byteSource.ts';
import { paxRecord } from './paxRecords.ts';
import { blockSize, checksum } from './tarHeader.ts';

/** What an archive ends in. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * blockSize);

/**
 * A file as it stands in a tar archive: header, bytes, zeros up to a block. The same name and bytes always
 * give the same entry: owner 0, mode 644, the first second of 1970. A name that is not ASCII, or has more
 * than 100 letters, stands in a pax record before it. Byte for byte what Python's tarfile writes.
 */
export function tarEntry(name: string, bytes: Uint8Array): Uint8Array {
  const file = [header(asciiName(name), bytes.length, '0', 0o644), bytes, padding(bytes.length)];
  if (/^[\x20-\x7e]{1,100}$/.test(name)) return joined(file);
  const record = paxRecord('path', name);
  const before = header('././@PaxHeader', record.length, 'x', 0);
  return joined([before, record, padding(record.length), ...file]);
}

const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]/gu, '?').slice(0, 100);

const padding = (length: number): Uint8Array =>
  new Uint8Array((blockSize - (length % blockSize)) % blockSize);

function header(name: string, size: number, type: '0' | 'x', mode: number): Uint8Array {
  const block = new Uint8Array(blockSize);
  const put = (at: number, value: string): void => {
    new TextEncoder().encodeInto(value, block.subarray(at));
  };
  const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
  put(0, name);
  put(100, octal(mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(0, 11));
  put(156, type);
  put(257, 'ustar');
  put(263, '00');
  put(148, `${octal(checksum(block), 6)}\0 `);
  return block;
}
