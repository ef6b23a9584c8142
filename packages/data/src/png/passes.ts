import type { PngHeader } from './header.ts';

/** The pixels x0, x0 + stepX, … of the rows y0, y0 + stepY, … stored as a picture of their own. */
export interface Pass {
  readonly x0: number;
  readonly y0: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly width: number;
  readonly height: number;
}

/** [x0, y0, stepX, stepY] of Adam7, PNG specification section 8. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** The passes in which a PNG stores its pixels: one, or up to seven when it is interlaced. */
export const passesOf = ({ width, height, interlaced }: PngHeader): Pass[] =>
  (interlaced ? adam7 : [[0, 0, 1, 1]])
    .map(([x0, y0, stepX, stepY]) => ({
      x0,
      y0,
      stepX,
      stepY,
      width: Math.ceil((width - x0) / stepX),
      height: Math.ceil((height - y0) / stepY),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
