import { blankPicture, type Picture, resize, type Video } from '@xm/data';
import { fittedSize } from './thumbnail.ts';

/** Frames of a strip, four in a row. */
const shown = 8;
const inARow = 4;
const longestSide = 112;
/** Pixels between frames. */
const gap = 2;

/** Up to eight frames of a video at even distances, the first and the last among them, in rows of four. */
export function filmStrip({ frames }: Video): Picture {
  const many = Math.min(shown, frames.length);
  const [width, height] = fittedSize(frames[0], longestSide);
  const extent = (count: number, side: number): number => count * (side + gap) - gap;
  const strip = blankPicture(
    extent(Math.min(inARow, many), width),
    extent(Math.ceil(many / inARow), height),
    [128, 128, 128],
  );
  for (let i = 0; i < many; i++) {
    const at = many === 1 ? 0 : Math.round((i * (frames.length - 1)) / (many - 1));
    const frame = resize(frames[at], width, height);
    const left = (i % inARow) * (width + gap);
    const top = Math.floor(i / inARow) * (height + gap);
    for (let y = 0; y < height; y++) {
      const row = frame.data.subarray(3 * y * width, 3 * (y + 1) * width);
      strip.data.set(row, 3 * ((top + y) * strip.width + left));
    }
  }
  return strip;
}
