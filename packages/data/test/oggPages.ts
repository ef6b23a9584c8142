/** One page of an Ogg file, for tests that need broken ones. Each packet is shorter than 255 bytes. */
export function oggPage(
  packets: readonly Uint8Array[],
  options: { number: number; flags?: number; end?: number; serial?: number },
): Uint8Array {
  const body = packets.flatMap((packet) => [...packet]);
  const page = Uint8Array.from([
    ...Buffer.from('OggS'),
    ...Array<number>(22).fill(0),
    packets.length,
    ...packets.map(({ length }) => length),
    ...body,
  ]);
  const view = new DataView(page.buffer);
  view.setUint8(5, options.flags ?? 0);
  view.setBigInt64(6, BigInt(options.end ?? 0), true);
  view.setUint32(14, options.serial ?? 7, true);
  view.setUint32(18, options.number, true);
  return stamped(page);
}

/** The page with a checksum that fits, by plain division. */
export function stamped(page: Uint8Array): Uint8Array {
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  view.setUint32(22, 0, true);
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  }
  view.setUint32(22, crc >>> 0, true);
  return page;
}

export const begins = 2;
export const ends = 4;
