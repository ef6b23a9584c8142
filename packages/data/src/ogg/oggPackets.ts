import { DataError } from '../dataError.ts';

/** What an Ogg file carries. */
export interface OggPackets {
  readonly packets: readonly Uint8Array[];
  /** Where the last packet ends, in the codec's own count (samples); −1 when it is not said. */
  readonly end: number;
}

/**
 * The packets of the first stream of an Ogg file, one at least, every page checked by its checksum.
 *
 * @throws DataError for what is not an Ogg file, is cut off or damaged, or joins several one after the other.
 * @see RFC 3533
 */
export function oggPackets(source: string, bytes: Uint8Array): OggPackets {
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  let first: Page | undefined;
  let ended = false;
  let end = -1;
  let expected = 0;
  for (let at = 0; at < bytes.length; ) {
    const page = readPage(source, bytes, at);
    at = page.next;
    first ??= page;
    if (ended && (page.begins || page.serial === first.serial)) {
      throw new DataError(
        `${source}: an Ogg file must hold one sound, this one goes on after its end. Cut it in pieces.`,
      );
    }
    if (page.serial !== first.serial) continue;
    if (page.number !== expected++ || page.continues !== parts.length > 0) throw damaged(source);
    for (const { part, more } of page.parts) {
      parts.push(part);
      if (more) continue;
      packets.push(parts.length === 1 ? part : joined(parts));
      parts = [];
    }
    if (page.end >= 0) end = page.end;
    ended = page.ends;
  }
  if (!ended || parts.length > 0 || packets.length === 0) throw cutOff(source);
  return { packets, end };
}

interface Page {
  readonly serial: number;
  readonly number: number;
  /** Begins or ends the stream, or begins with the rest of a packet. */
  readonly begins: boolean;
  readonly ends: boolean;
  readonly continues: boolean;
  /** Packets, or parts of them: the last one may go on in the next page. */
  readonly parts: readonly { readonly part: Uint8Array; readonly more: boolean }[];
  readonly end: number;
  /** The byte after it. */
  readonly next: number;
}

function readPage(source: string, bytes: Uint8Array, at: number): Page {
  if (at + 27 > bytes.length) throw cutOff(source);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  if (view.getUint32(0) !== 0x4f676753 || view.getUint8(4) !== 0) throw damaged(source);
  const flags = view.getUint8(5);
  const body = at + 27 + view.getUint8(26);
  const sizes = bytes.subarray(at + 27, body);
  const next = body + sizes.reduce((sum, size) => sum + size, 0);
  if (next > bytes.length) throw cutOff(source);
  if (checksum(bytes.subarray(at, next)) !== view.getUint32(22, true)) throw damaged(source);

  const parts: { part: Uint8Array; more: boolean }[] = [];
  let from = body;
  let to = body;
  // A size of 255 says that the packet goes on.
  for (const [i, size] of sizes.entries()) {
    to += size;
    if (size === 255 && i < sizes.length - 1) continue;
    parts.push({ part: bytes.subarray(from, to), more: size === 255 });
    from = to;
  }
  return {
    serial: view.getUint32(14, true),
    number: view.getUint32(18, true),
    continues: (flags & 1) > 0,
    begins: (flags & 2) > 0,
    ends: (flags & 4) > 0,
    parts,
    end: Number(view.getBigInt64(6, true)),
    next,
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const cutOff = (source: string): DataError =>
  new DataError(`${source}: the Ogg file is cut off. Fetch it again.`);

const damaged = (source: string): DataError =>
  new DataError(
    `${source}: the Ogg file is damaged: a page is missing or changed. Fetch it again.`,
  );

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});

/** CRC-32 with the highest bit first and 0 to start; the four bytes of the checksum count as 0. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i];
    crc = (crc << 8) ^ table[(crc >>> 24) ^ byte];
  }
  return crc >>> 0;
}
