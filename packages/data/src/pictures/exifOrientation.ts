import type { Orientation } from './orient.ts';

const orientationTag = 0x0112;
const short = 3;
const entryBytes = 12;

/**
 * How EXIF data say that a picture lies. They are a note beside it: data that are damaged or say nothing of it
 * mean upright, as in browsers.
 *
 * @param exif a TIFF header and its first directory
 * @see CIPA DC-008 (Exif 2.32), 4.5 and 4.6.
 */
export function exifOrientation(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  if (exif.length < 10) return 1;
  const order = view.getUint16(0);
  const littleEndian = order === 0x4949;
  if ((!littleEndian && order !== 0x4d4d) || view.getUint16(2, littleEndian) !== 42) return 1;
  const directory = view.getUint32(4, littleEndian);
  if (directory + 2 > exif.length) return 1;
  const count = view.getUint16(directory, littleEndian);
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + i * entryBytes;
    if (entry + entryBytes > exif.length) return 1;
    if (view.getUint16(entry, littleEndian) !== orientationTag) continue;
    const value = view.getUint16(entry + 8, littleEndian);
    const sound = view.getUint16(entry + 2, littleEndian) === short && value >= 1 && value <= 8;
    return sound ? (value as Orientation) : 1;
  }
  return 1;
}
