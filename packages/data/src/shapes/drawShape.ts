import { blankPicture, type Colour, type Picture, white } from '../pictures/picture.ts';
import type { Random } from '../random/random.ts';
import type { SaidFactors, ShapeFactors } from './factors.ts';
import { outlines, reach } from './outlines.ts';
import { randomTexture, type Texture } from './textures.ts';

/** As in CdSprites+, before the texture darkens them. */
export const colours: Record<NonNullable<SaidFactors['colour']>, Colour> = {
  red: [192, 64, 0],
  green: [10, 107, 60],
  yellow: [228, 217, 111],
  blue: [0, 127, 200],
  pink: [255, 0, 255],
};

/** Greys between which a ground's texture runs. */
const grounds = { dark: [10, 80], light: [170, 240] } as const;

/** A texture takes up to this part of a shape's colour. */
const shade = 0.35;

/** Samples along a pixel's side: edges have 16 steps. */
const samples = 4;

/**
 * The picture of a shape. Without a colour it is white and plain, with one it has a texture; without
 * a ground it stands on black, with one on a texture of greys.
 *
 * @param size width and height in pixels; everything scales with it   @param random for the textures
 */
export function drawShape(factors: ShapeFactors, size: number, random: Random): Picture {
  const picture = blankPicture(size, size);
  const pixel = 64 / size;
  const placeOf = (i: number): number => (i + 0.5) * pixel - 0.5;
  if (factors.ground !== undefined)
    paintGround(picture, factors.ground, randomTexture(random), placeOf);

  const colour = factors.colour === undefined ? white : colours[factors.colour];
  const texture = factors.colour === undefined ? () => 0 : randomTexture(random);
  const covers = coverage(factors, pixel);
  const { data } = picture;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = placeOf(column);
      const y = placeOf(row);
      const opacity = covers(x, y);
      if (opacity === 0) continue;
      const light = 1 - shade * texture(x, y);
      const to = 3 * (row * size + column);
      for (let c = 0; c < 3; c++) {
        data[to + c] = data[to + c] * (1 - opacity) + colour[c] * light * opacity + 0.5;
      }
    }
  }
  return picture;
}

function paintGround(
  { width, data }: Picture,
  ground: keyof typeof grounds,
  texture: Texture,
  placeOf: (i: number) => number,
): void {
  const [darkest, lightest] = grounds[ground];
  for (let i = 0; i < data.length / 3; i++) {
    const value = texture(placeOf(i % width), placeOf(Math.floor(i / width)));
    const grey = darkest + (lightest - darkest) * value;
    data[3 * i] = data[3 * i + 1] = data[3 * i + 2] = grey;
  }
}

/** Which part of the pixel centred at (x, y) the shape covers, 0…1. All in pixels of 64. */
function coverage(
  { shape, size, x, y, rotation }: ShapeFactors,
  pixel: number,
): (x: number, y: number) => number {
  const inside = outlines[shape];
  const scale = size === 'small' ? 0.5 : 1;
  const centreX = 15.5 + (32 * x) / 31;
  const centreY = 15.5 + (32 * y) / 31;
  const cosine = Math.cos((rotation * Math.PI) / 180) / scale;
  const sine = Math.sin((rotation * Math.PI) / 180) / scale;
  const furthest = (reach * scale + pixel) ** 2;
  const offsets = Array.from({ length: samples }, (_, i) => ((i + 0.5) / samples - 0.5) * pixel);
  return (px, py) => {
    const right = px - centreX;
    const up = centreY - py;
    if (right * right + up * up > furthest) return 0;
    let hits = 0;
    for (const above of offsets) {
      for (const beside of offsets) {
        const u = right + beside;
        const v = up + above;
        if (inside(u * cosine + v * sine, v * cosine - u * sine)) hits++;
      }
    }
    return hits / (samples * samples);
  };
}
