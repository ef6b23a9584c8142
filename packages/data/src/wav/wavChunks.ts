import { DataError } from '../dataError.ts';

/** The parts of a WAV file that make the sound; all others are passed over. */
export interface WavChunks {
  readonly format: DataView;
  readonly data: DataView;
}

/** A program that writes to a pipe cannot know how much will come: it leaves this size, or none. */
const unknownSize = 0xffffffff;

/** @throws DataError for what is not a WAV file, or is cut off. */
export function readWavChunks(source: string, bytes: Uint8Array): WavChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const name = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') {
    const found = bytes.length === 0 ? 'it is empty' : `it begins with ${printed(bytes)}`;
    throw new DataError(`${source}: not a WAV file, ${found}. Read it as what it is.`);
  }
  let format: DataView | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const room = bytes.length - at - 8;
    const part = (length: number) => new DataView(bytes.buffer, bytes.byteOffset + at + 8, length);
    if (name(at) === 'data') {
      if (format === undefined) {
        throw new DataError(
          `${source}: a WAV file must say its format before its samples. It is damaged.`,
        );
      }
      const streamed = size === unknownSize || (size === 0 && room > 0);
      if (size > room && !streamed) throw cutOff(source, size, room);
      return { format, data: part(streamed ? room : size) };
    }
    if (size > room) throw cutOff(source, size, room);
    if (name(at) === 'fmt ') format = part(size);
    // A part of odd size is followed by a byte of nothing.
    at += 8 + size + (size % 2);
  }
  throw new DataError(`${source}: the WAV file holds no samples. It is damaged or cut off.`);
}

const printed = (bytes: Uint8Array): string =>
  JSON.stringify(String.fromCharCode(...bytes.subarray(0, 4)).replace(/[^\x20-\x7e]/g, '?'));

const cutOff = (source: string, size: number, room: number): DataError =>
  new DataError(
    `${source}: the WAV file is cut off: a part must have ${size} bytes, there are ${room}. Fetch it again.`,
  );
