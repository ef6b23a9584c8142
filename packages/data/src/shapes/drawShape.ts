import { blankPicture, type Colour, type Picture, white } from '../pictures/picture.ts';
import type { Random } from '../random/random.ts';
import type { PairFactors, ShapeFactors, Word } from './factors.ts';
import { type Body, paintGround, paintShape } from './paint.ts';
import { randomTexture } from './textures.ts';

/** As in CdSprites+, before the texture darkens them. */
export const colours: Record<Word<'colour'>, Colour> = {
  red: [192, 64, 0],
  green: [10, 107, 60],
  yellow: [228, 217, 111],
  blue: [0, 127, 200],
  pink: [255, 0, 255],
};

/** Where the index 0…31 of a place is, in pixels of 64. */
export const centreAt = (index: number): number => 15.5 + (32 * index) / 31;

/** How large a shape is that is said to be so. */
export const scaleOf = (size: Word<'size'> | undefined): number => (size === 'small' ? 0.5 : 1);

/**
 * The picture of a shape. Without a colour it is white and plain, with one it has a texture; without
 * a ground it stands on black, with one on a texture of greys.
 *
 * @param size width and height in pixels; everything scales with it   @param random for the textures
 */
export function drawShape(factors: ShapeFactors, size: number, random: Random): Picture {
  const picture = drawGround(factors, size, random);
  paintShape(picture, bodyOf(factors, random));
  return picture;
}

/** The picture of two shapes, which have textures, on black. */
export function drawPair(factors: PairFactors, size: number, random: Random): Picture {
  const picture = blankPicture(size, size);
  const { otherShape, otherSize, otherColour, otherX, otherY, otherRotation } = factors;
  const place = { x: otherX, y: otherY, rotation: otherRotation };
  const other = { shape: otherShape, size: otherSize, colour: otherColour, ...place };
  paintShape(picture, bodyOf(factors, random));
  paintShape(picture, bodyOf(other, random));
  return picture;
}

/** What a shape stands on. */
export function drawGround({ ground }: ShapeFactors, size: number, random: Random): Picture {
  const picture = blankPicture(size, size);
  if (ground !== undefined) paintGround(picture, ground, randomTexture(random));
  return picture;
}

/** A shape with its colour and a random texture. */
export const bodyOf = ({ colour, ...factors }: ShapeFactors, random: Random): Body => ({
  shape: factors.shape,
  x: centreAt(factors.x),
  y: centreAt(factors.y),
  rotation: factors.rotation,
  scale: scaleOf(factors.size),
  colour: colour === undefined ? white : colours[colour],
  texture: colour === undefined ? () => 0 : randomTexture(random),
});
