import { zlibSync } from 'fflate';
import type { Picture } from '../pictures/picture.ts';
import { pngSignature } from './chunks.ts';
import { crc32 } from './crc32.ts';
import { colourTypes } from './header.ts';
import { paeth } from './unfilter.ts';

/** A PNG file of a picture, 8-bit RGB without loss: `decodePng(encodePng(p))` equals `p`. */
export function encodePng({ width, height, data }: Picture): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colourTypes.rgb;
  const parts = [
    pngSignature,
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(filterRows(data, width * 3, height))),
    chunk('IEND', new Uint8Array(0)),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

/** Paeth on every row: close to the best for photographs, and harmless for drawings. */
function filterRows(data: Uint8Array, bytesPerRow: number, height: number): Uint8Array {
  const out = new Uint8Array(height * (1 + bytesPerRow));
  for (let y = 0; y < height; y++) {
    const to = y * (1 + bytesPerRow);
    out[to] = 4;
    for (let i = 0; i < bytesPerRow; i++) {
      const from = y * bytesPerRow + i;
      const left = i < 3 ? 0 : data[from - 3];
      const up = y === 0 ? 0 : data[from - bytesPerRow];
      const corner = i < 3 || y === 0 ? 0 : data[from - bytesPerRow - 3];
      out[to + 1 + i] = data[from] - paeth(left, up, corner);
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}
