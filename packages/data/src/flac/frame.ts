import { BitReader } from './bitReader.ts';
import type { StreamInfo } from './streamInfo.ts';
import { DamagedFrame, readSubframe } from './subframe.ts';

/** One block of samples on all channels. */
export interface FlacFrame {
  /** float64 [block size] of whole numbers, for each channel. */
  readonly channels: readonly Float64Array[];
  /** The byte after it. */
  readonly end: number;
}

/**
 * The frame that begins at byte `start`.
 *
 * @throws DamagedFrame when it is none, is cut off, fails its checksum, or is not like the head said.
 * @see RFC 9639, section 9
 */
export function readFrame(bytes: Uint8Array, start: number, info: StreamInfo): FlacFrame {
  const bits = new BitReader(bytes, start);
  if (bits.unsigned(15) !== 0x7ffc) throw new DamagedFrame();
  bits.unsigned(1);
  const sizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const layout = bits.unsigned(4);
  const depthCode = bits.unsigned(3);
  bits.unsigned(1);
  skipNumber(bits);
  const size = blockSize(bits, sizeCode);
  bits.unsigned([8, 16, 16][rateCode - 12] ?? 0);
  bits.unsigned(8);

  const depth = depthCode === 0 ? info.depth : [0, 8, 12, 0, 16, 20, 24, 32][depthCode];
  const count = layout < 8 ? layout + 1 : 2;
  if (layout > 10 || count !== info.channels || depth !== info.depth || rateCode === 15) {
    throw new DamagedFrame();
  }
  const channels = Array.from({ length: count }, (_, channel) => {
    const samples = new Float64Array(size);
    const isSide = (layout === 9 && channel === 0) || (layout > 7 && layout !== 9 && channel === 1);
    readSubframe(bits, isSide ? depth + 1 : depth, samples);
    return samples;
  });
  unmix(layout, channels);

  const end = start + Math.ceil(bits.position / 8) + 2;
  if (end > bytes.length) throw new DamagedFrame();
  if (checksum(bytes, start, end - 2) !== bytes[end - 2] * 256 + bytes[end - 1]) {
    throw new DamagedFrame();
  }
  return { channels, end };
}

/** The frame's or sample's number, in one to seven bytes as in UTF-8. */
function skipNumber(bits: BitReader): void {
  const first = bits.unsigned(8);
  const more = Math.clz32(~(first << 24)) - 1;
  if (more > 0) bits.position += 8 * more;
}

function blockSize(bits: BitReader, code: number): number {
  if (code === 0) throw new DamagedFrame();
  if (code === 1) return 192;
  if (code <= 5) return 144 * 2 ** code;
  if (code === 6) return bits.unsigned(8) + 1;
  if (code === 7) return bits.unsigned(16) + 1;
  return 2 ** code;
}

/** From left and side (8), side and right (9) or middle and side (10) to left and right. */
function unmix(layout: number, [first, second]: readonly Float64Array[]): void {
  if (layout < 8) return;
  for (let i = 0; i < first.length; i++) {
    if (layout === 8) second[i] = first[i] - second[i];
    else if (layout === 9) first[i] += second[i];
    else {
      // The middle has lost its lowest bit, which is the side's.
      const side = second[i];
      const sum = 2 * first[i] + (Math.abs(side) % 2);
      first[i] = (sum + side) / 2;
      second[i] = (sum - side) / 2;
    }
  }
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x8005 : 0);
  return crc;
});

/** CRC-16 with the polynomial x¹⁶ + x¹⁵ + x² + 1. */
function checksum(bytes: Uint8Array, from: number, to: number): number {
  let crc = 0;
  for (let i = from; i < to; i++) crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ bytes[i]];
  return crc;
}
