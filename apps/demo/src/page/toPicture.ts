import { blankPicture, type Picture } from '@xm/data';

/** Sides of what is handed to the models, which make it smaller yet. */
const side = 128;
const mostBytes = 50_000_000;

/**
 * A picture of the page, such as a drawing or a file that was dropped: whole, in the middle of a white
 * square.
 *
 * @throws Error when the file is too large or this browser cannot read it as a picture.
 */
export async function toPicture(source: File | HTMLCanvasElement): Promise<Picture> {
  const bitmap = source instanceof File ? await bitmapOf(source) : source;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser cannot draw (no 2D canvas).');
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  const scale = side / Math.max(bitmap.width, bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (side - width) / 2, (side - height) / 2, width, height);
  return withoutAlpha(context.getImageData(0, 0, side, side).data);
}

async function bitmapOf(file: File): Promise<ImageBitmap> {
  if (file.size > mostBytes) {
    throw new Error(`${file.name} is larger than 50 MB. Make it smaller first.`);
  }
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(`${file.name} is not a picture that this browser can read. Try PNG or JPEG.`);
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Picture {
  const picture = blankPicture(side, side);
  for (let i = 0; i < side * side; i++) picture.data.set(rgba.subarray(4 * i, 4 * i + 3), 3 * i);
  return picture;
}
