import type Sharp from 'sharp';
import { DataError } from '../dataError.ts';
import { largestArea } from '../pictures/checkArea.ts';
import type { Colour, Picture } from '../pictures/picture.ts';
import { requireFrom } from './packageFile.ts';

export interface SharpOptions {
  /** What errors call the picture. */
  readonly source: string;
  readonly background: Colour;
  /** A folder from whose node_modules sharp is taken. */
  readonly from: string;
  /** Sides of the picture, which is scaled and centred to fit. Its own size when left out. */
  readonly size?: number;
}

/**
 * Any picture that sharp reads (JPEG, WebP, GIF, AVIF, TIFF, SVG), upright as EXIF says, in sRGB.
 *
 * @throws DataError when sharp is not installed, or the picture is damaged or too large.
 */
export async function decodeWithSharp(bytes: Uint8Array, options: SharpOptions): Promise<Picture> {
  const { source, background, size } = options;
  const sharp = loadSharp(source, options.from);
  const [r, g, b] = background;
  try {
    let pipeline = sharp(bytes, { limitInputPixels: largestArea, autoOrient: true })
      .toColourspace('srgb')
      .flatten({ background: { r, g, b } });
    if (size !== undefined) {
      pipeline = pipeline.resize(size, size, { fit: 'contain', background: { r, g, b } });
    }
    const { data, info } = await pipeline.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    // A copy of its own, since small Buffers share one block of memory.
    return { width: info.width, height: info.height, channels: 3, data: Uint8Array.from(data) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${source}: sharp cannot read it (${reason}). It may be damaged.`);
  }
}

function loadSharp(source: string, from: string): typeof Sharp {
  try {
    return requireFrom(from)('sharp');
  } catch {
    throw new DataError(
      `${source}: only PNG pictures can be read without sharp. Run: npm install sharp`,
    );
  }
}
