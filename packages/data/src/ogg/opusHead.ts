import { DataError } from '../dataError.ts';

/** What the first packet of an Ogg Opus file says of its sound. */
export interface OpusHead {
  readonly channels: number;
  /** Samples of 48 kHz at the start that are not part of the sound. */
  readonly preSkip: number;
  /** Samples a second before it was encoded. */
  readonly inputRate: number;
  /** What samples are to be multiplied by. */
  readonly gain: number;
  readonly streamCount: number;
  /** Streams that carry two channels; they come first. */
  readonly coupledStreamCount: number;
  /** Of each channel, its number among those of the streams; 255 is silence. */
  readonly channelMappingTable: readonly number[];
}

/** Whether an Ogg file is Opus: its first page holds this one packet. */
export const isOpus = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(28, 36)) === 'OpusHead';

/**
 * @throws DataError when it is cut off or impossible.
 * @see RFC 7845, section 5.1
 */
export function readOpusHead(source: string, packet: Uint8Array): OpusHead {
  const refuse = (what: string): DataError =>
    new DataError(`${source}: the Opus file is damaged: ${what}. Fetch it again.`);
  if (packet.length < 19) throw refuse('its head is cut off');
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  const channels = view.getUint8(9);
  const family = view.getUint8(18);
  if (view.getUint8(8) > 15) throw refuse(`its version is ${view.getUint8(8)}`);
  if (
    channels < 1 ||
    (family === 0 && channels > 2) ||
    (family > 0 && packet.length < 21 + channels)
  ) {
    throw refuse(`it says ${channels} channels`);
  }
  const [streamCount, coupledStreamCount] =
    family === 0 ? [1, channels - 1] : packet.subarray(19, 21);
  const channelMappingTable =
    family === 0 ? [0, 1].slice(0, channels) : Array.from(packet.subarray(21, 21 + channels));
  const inStreams = streamCount + coupledStreamCount;
  const unknown = channelMappingTable.find((from) => from >= inStreams && from !== 255);
  if (streamCount < 1 || coupledStreamCount > streamCount || unknown !== undefined) {
    throw refuse(`its ${channels} channels cannot lie in ${streamCount} streams`);
  }
  return {
    channels,
    preSkip: view.getUint16(10, true),
    inputRate: view.getUint32(12, true),
    gain: 10 ** (view.getInt16(16, true) / (20 * 256)),
    streamCount,
    coupledStreamCount,
    channelMappingTable,
  };
}
