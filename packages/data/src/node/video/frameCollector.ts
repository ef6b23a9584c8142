import type { Colour, Picture } from '../../pictures/picture.ts';

/** Cuts a stream of bytes into frames. */
export interface FrameCollector {
  /** False when there are more frames than there may be. */
  add(bytes: Uint8Array): boolean;
  /** All frames that are whole. */
  pictures(): Picture[];
}

/**
 * @param background where given, the bytes are RGBA and what is transparent shows it; else they are RGB
 * @param most frames
 */
export function frameCollector(
  width: number,
  height: number,
  background: Colour | undefined,
  most: number,
): FrameCollector {
  const whole = width * height * (background === undefined ? 3 : 4);
  const pictures: Picture[] = [];
  let frame = new Uint8Array(whole);
  let filled = 0;
  return {
    add(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (pictures.length === most) return false;
        const piece = bytes.subarray(at, at + whole - filled);
        frame.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < whole) break;
        const data = background === undefined ? frame : flattened(frame, background);
        pictures.push({ width, height, channels: 3, data });
        frame = new Uint8Array(whole);
        filled = 0;
      }
      return true;
    },
    pictures: () => pictures,
  };
}

/** RGBA laid over a colour. */
function flattened(rgba: Uint8Array, background: Colour): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    const opacity = rgba[from + 3] / 255;
    for (let c = 0; c < 3; c++) {
      data[to + c] = rgba[from + c] * opacity + background[c] * (1 - opacity) + 0.5;
    }
  }
  return data;
}
