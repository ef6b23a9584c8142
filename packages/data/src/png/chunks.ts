import { DataError } from '../dataError.ts';
import { pictureFormat } from '../pictures/pictureFormat.ts';
import { crc32 } from './crc32.ts';

export const pngSignature: Uint8Array = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** The parts of a PNG that make the picture and say how it lies; all others are passed over. */
export interface PngChunks {
  readonly header: Uint8Array;
  readonly palette: Uint8Array | undefined;
  readonly transparency: Uint8Array | undefined;
  readonly exif: Uint8Array | undefined;
  readonly data: readonly Uint8Array[];
}

/** @throws DataError for what is not a PNG, or is cut off, or fails a checksum. */
export function readChunks(source: string, bytes: Uint8Array): PngChunks {
  if (pngSignature.some((byte, i) => bytes[i] !== byte)) {
    const format = bytes.length === 0 ? 'empty' : (pictureFormat(bytes) ?? 'of no kind known here');
    throw new DataError(`${source}: not a PNG file, it is ${format}. Read it as what it is.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const single = new Map<string, Uint8Array>();
  const data: Uint8Array[] = [];
  for (let at = pngSignature.length; ; ) {
    if (at + 12 > bytes.length) throw cutOff(source, bytes.length);
    const size = view.getUint32(at);
    const end = at + 8 + size;
    if (end + 4 > bytes.length) throw cutOff(source, bytes.length);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw new DataError(`${source}: the checksum of chunk ${type} is wrong. It is damaged.`);
    }
    if (type === 'IEND') break;
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end));
    else single.set(type, bytes.subarray(at + 8, end));
    at = end + 4;
  }
  const header = single.get('IHDR');
  if (header === undefined || data.length === 0) {
    throw new DataError(`${source}: a PNG must have IHDR and IDAT chunks. It is damaged.`);
  }
  return {
    header,
    palette: single.get('PLTE'),
    transparency: single.get('tRNS'),
    exif: single.get('eXIf'),
    data,
  };
}

const cutOff = (source: string, length: number): DataError =>
  new DataError(`${source}: the PNG file is cut off after ${length} bytes. Fetch it again.`);
