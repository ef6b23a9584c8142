import { DataError } from '../dataError.ts';

/**
 * The records of a pax header, each `length key=value\n` with its own length in bytes.
 *
 * @param source what errors call the archive
 * @throws DataError when they are damaged.
 * @see POSIX.1-2024, pax, "pax Extended Header"
 */
export function readPaxRecords(bytes: Uint8Array, source: string): Map<string, string> {
  const records = new Map<string, string>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? '' : decoder.decode(bytes.subarray(at, space));
    const end = at + Number(length);
    if (!/^[1-9]\d{0,8}$/.test(length) || end > bytes.length || bytes[end - 1] !== 10) {
      throw new DataError(`${source}: a pax header is damaged. Fetch the archive again.`);
    }
    const record = decoder.decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    if (equals < 1) {
      throw new DataError(`${source}: a pax record must be key=value. The archive is damaged.`);
    }
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

/** One record. Its length counts its own digits. */
export function paxRecord(key: string, value: string): Uint8Array {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`);
  let length = rest.length;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return new Uint8Array([...new TextEncoder().encode(`${length}`), ...rest]);
}
