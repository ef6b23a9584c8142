import { DataError } from '../dataError.ts';
import { BitReader } from './bitReader.ts';

/** What the head of a FLAC file says of its sound. */
export interface StreamInfo {
  readonly sampleRate: number;
  /** 1 to 8. */
  readonly channels: number;
  /** Bits a sample, 4 to 32. */
  readonly depth: number;
  /** Samples on each channel; 0 when it is not known. */
  readonly length: number;
  /** The byte at which the first frame begins. */
  readonly end: number;
}

/**
 * @throws DataError for what is not a FLAC file, or whose head is cut off or impossible.
 * @see RFC 9639, section 8
 */
export function readStreamInfo(source: string, bytes: Uint8Array): StreamInfo {
  if (bytes.length === 0 || String.fromCharCode(...bytes.subarray(0, 4)) !== 'fLaC') {
    throw new DataError(`${source}: not a FLAC file. Read it as what it is.`);
  }
  let end = 4;
  for (let last = false; !last; ) {
    const head = new BitReader(bytes, end);
    last = head.unsigned(1) === 1;
    head.unsigned(7);
    end += 4 + head.unsigned(24);
    if (end > bytes.length) {
      throw new DataError(`${source}: the FLAC file is cut off in its head. Fetch it again.`);
    }
  }
  const info = new BitReader(bytes, 4);
  const [kind, size] = [info.unsigned(8) % 128, info.unsigned(24)];
  if (kind !== 0 || size < 34) {
    throw new DataError(
      `${source}: a FLAC file must begin with what its sound is like, this one does not. It is damaged.`,
    );
  }
  info.position += 80;
  const sampleRate = info.unsigned(20);
  const channels = info.unsigned(3) + 1;
  const depth = info.unsigned(5) + 1;
  const length = info.unsigned(4) * 2 ** 32 + info.unsigned(32);
  if (sampleRate === 0 || depth < 4) {
    throw new DataError(
      `${source}: a sound must have samples of 4 to 32 bits and at least one a second, this one says ` +
        `${depth} bits and ${sampleRate} a second. It is damaged.`,
    );
  }
  return { sampleRate, channels, depth, length, end };
}
