import { copyBack } from './snappy.ts';

/**
 * Unpacks one block of LZ4 into as many bytes as are told of it.
 *
 * @throws Error when it is damaged or unpacks to more or less.
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function unpackLz4(packed: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let at = 0;
  let done = 0;
  const byte = (): number => {
    if (at >= packed.length) throw new Error('LZ4 that ends early');
    return packed[at++];
  };
  const longer = (size: number): number => {
    let whole = size;
    if (size === 15) {
      for (let more = 255; more === 255; whole += more) more = byte();
    }
    return whole;
  };
  while (at < packed.length) {
    const token = byte();
    const literals = longer(token >> 4);
    if (at + literals > packed.length) throw new Error('LZ4 that ends early');
    if (done + literals > length) throw new Error(`LZ4 of more than ${length} bytes`);
    out.set(packed.subarray(at, at + literals), done);
    at += literals;
    done += literals;
    if (at === packed.length) break;
    const back = byte() + 256 * byte();
    const size = longer(token & 15) + 4;
    if (done + size > length) throw new Error(`LZ4 of more than ${length} bytes`);
    copyBack(out, done, back, size);
    done += size;
  }
  if (done !== length) throw new Error(`LZ4 of ${done} bytes in place of ${length}`);
  return out;
}

/**
 * The same in Hadoop's frames, as parquet-mr wrote it: sizes unpacked and packed, 4 bytes each, highest first,
 * before each block. What does not read so is one block.
 */
export function unpackHadoopLz4(packed: Uint8Array, length: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const blocks: { at: number; size: number; unpacked: number }[] = [];
  let at = 0;
  let total = 0;
  while (at + 8 <= packed.length && total < length) {
    const [unpacked, size] = [view.getUint32(at), view.getUint32(at + 4)];
    blocks.push({ at: at + 8, size, unpacked });
    total += unpacked;
    at += 8 + size;
  }
  if (at !== packed.length || total !== length) return unpackLz4(packed, length);
  const out = new Uint8Array(length);
  let done = 0;
  for (const { at: from, size, unpacked } of blocks) {
    out.set(unpackLz4(packed.subarray(from, from + size), unpacked), done);
    done += unpacked;
  }
  return out;
}
