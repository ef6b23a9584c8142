import { type Picture, resize } from '@xm/data';

/** A picture with no side longer than `longest` pixels, in its own proportions. Smaller ones stay. */
export function thumbnail(picture: Picture, longest: number): Picture {
  const [width, height] = fittedSize(picture, longest);
  return resize(picture, width, height);
}

/** Width and height of a picture when its longer side is at most `longest`. */
export function fittedSize({ width, height }: Picture, longest: number): [number, number] {
  const factor = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}
