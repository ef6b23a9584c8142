import type { Picture } from './picture.ts';

/** How a stored picture lies, as EXIF numbers it: 1 is upright, 3 upside down, 6 and 8 on a side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * A stored picture set upright: mirrored, turned by quarters, or both. 5 to 8 swap width and height.
 *
 * @see CIPA DC-008 (Exif 2.32), tag Orientation.
 */
export function orient(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture;
  const turned = orientation >= 5;
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBelow = [3, 4, 6, 7].includes(orientation);
  const width = turned ? picture.height : picture.width;
  const height = turned ? picture.width : picture.height;
  const data = new Uint8Array(picture.data.length);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const across = turned ? y : x;
      const down = turned ? x : y;
      const column = fromRight ? picture.width - 1 - across : across;
      const row = fromBelow ? picture.height - 1 - down : down;
      const from = 3 * (row * picture.width + column);
      data[to] = picture.data[from];
      data[to + 1] = picture.data[from + 1];
      data[to + 2] = picture.data[from + 2];
    }
  }
  return { width, height, channels: 3, data };
}
