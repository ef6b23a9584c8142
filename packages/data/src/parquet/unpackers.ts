import zlib from 'node:zlib';
import { unpackHadoopLz4, unpackLz4 } from './lz4.ts';
import { unpackSnappy } from './snappy.ts';
import { withinTime } from './withinTime.ts';

/** Unpacks a page into as many bytes as are told of it. @throws when it is damaged. */
export type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/**
 * How pages are unpacked, by the name of the codec. None makes more bytes than are told of the page.
 *
 * Zstandard is Node's own from 22.15 on; before that it is fzstd, which gets 10 seconds and one for each megabyte
 * of a page.
 */
export async function unpackers(): Promise<ReadonlyMap<string, Unpack>> {
  return new Map<string, Unpack>([
    ['UNCOMPRESSED', (packed) => packed],
    ['SNAPPY', unpackSnappy],
    ['GZIP', (packed, length) => zlib.unzipSync(packed, { maxOutputLength: length })],
    ['BROTLI', (packed, length) => zlib.brotliDecompressSync(packed, { maxOutputLength: length })],
    ['ZSTD', await unpackZstd()],
    ['LZ4', unpackHadoopLz4],
    ['LZ4_RAW', unpackLz4],
  ]);
}

async function unpackZstd(): Promise<Unpack> {
  const { zstdDecompressSync } = zlib as {
    zstdDecompressSync?: typeof zlib.brotliDecompressSync;
  };
  if (zstdDecompressSync) {
    return (packed, length) => zstdDecompressSync(packed, { maxOutputLength: length });
  }
  const { decompressZstd } = await import('hyparquet-compressors');
  return (packed, length) => {
    const out = new Uint8Array(length);
    // It writes nowhere else, but a damaged block can keep it at writing past the end for minutes.
    return withinTime(10_000 + length / 1000, () => decompressZstd(packed, out));
  };
}
