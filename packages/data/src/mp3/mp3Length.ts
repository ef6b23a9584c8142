/** What an MP3 file says of its own length. */
export interface Mp3Length {
  /** Samples on each channel, without those that the encoder added before and after. */
  readonly samples: number;
  /** Samples that a frame of the file holds: 1152 or 576. */
  readonly frame: number;
}

/**
 * The length that encoders write into the first frame, with what they added at both ends; undefined where
 * there is none: MP3 itself has no length and no end.
 *
 * @see Xing's header with LAME's extension, http://gabriel.mp3-tech.org/mp3infotag.html
 */
export function mp3Length(bytes: Uint8Array): Mp3Length | undefined {
  const at = afterTag(bytes);
  if (at + 200 > bytes.length || bytes[at] !== 0xff || bytes[at + 1] < 0xe0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
  const isFirstVersion = (view.getUint8(1) & 0x18) === 0x18;
  const isMono = view.getUint8(3) >> 6 === 3;
  let here = 4 + (isFirstVersion ? (isMono ? 17 : 32) : isMono ? 9 : 17);
  const name = view.getUint32(here);
  const flags = view.getUint32(here + 4);
  if ((name !== 0x58696e67 && name !== 0x496e666f) || (flags & 1) === 0) return undefined;
  const frames = view.getUint32(here + 8);
  // Frames, bytes, a table of contents and a quality, as far as the flags say.
  for (const [bit, size] of [4, 4, 100, 4].entries()) here += flags & (1 << bit) ? size : 0;
  here += 8;
  if (here + 24 > view.byteLength) return undefined;
  const isExtended = view.getUint8(here) === 0x4c;
  const added = isExtended ? view.getUint32(here + 20) & 0xffffff : 0;
  const frame = isFirstVersion ? 1152 : 576;
  return { samples: frames * frame - (added >> 12) - (added & 0xfff), frame };
}

/** The byte after titles and pictures in the manner of ID3v2, which come first. */
function afterTag(bytes: Uint8Array): number {
  if (String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3' || bytes.length < 10) return 0;
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
  return 10 + size + (bytes[5] & 16 ? 10 : 0);
}
