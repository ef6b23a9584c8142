import type { Colour, Picture } from '../pictures/picture.ts';
import type { Word } from './factors.ts';
import { outlines, reach } from './outlines.ts';
import type { Texture } from './textures.ts';

/** Where a shape stands, and how. */
interface Pose {
  readonly shape: Word<'shape'>;
  /** The centre, in pixels of 64. */
  readonly x: number;
  readonly y: number;
  /** Degrees counterclockwise. */
  readonly rotation: number;
  /** 1 is the size of `outlines`. */
  readonly scale: number;
}

/** A shape as it stands in a picture. */
export interface Body extends Pose {
  readonly colour: Colour;
  /** How much darker the colour is where. */
  readonly texture: Texture;
}

/** Greys between which a ground's texture runs. */
const grounds = { dark: [10, 80], light: [170, 240] } as const;

/** A texture takes up to this part of a shape's colour. */
const shade = 0.35;

/** What a texture leaves of a colour on average. */
export const meanLight: number = 1 - shade / 2;

/** Samples along a pixel's side: edges have 16 steps. */
const samples = 4;

/** A pixel's centre in pixels of 64. */
export const placeIn =
  (size: number) =>
  (i: number): number =>
    (i + 0.5) * (64 / size) - 0.5;

/** Fills a square picture with greys. */
export function paintGround(
  { width, data }: Picture,
  ground: Word<'ground'>,
  texture: Texture,
): void {
  const [darkest, lightest] = grounds[ground];
  const placeOf = placeIn(width);
  for (let i = 0; i < data.length / 3; i++) {
    const value = texture(placeOf(i % width), placeOf(Math.floor(i / width)));
    const grey = darkest + (lightest - darkest) * value;
    data[3 * i] = data[3 * i + 1] = data[3 * i + 2] = grey;
  }
}

/** Lays a shape over what a square picture shows. */
export function paintShape({ width: size, data }: Picture, body: Body): void {
  const { colour, texture } = body;
  const placeOf = placeIn(size);
  const covers = coverage(body, 64 / size);
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
}

/** Which part of the pixel centred at (x, y) the shape covers, 0…1. All in pixels of 64. */
export function coverage(body: Pose, pixel: number): (x: number, y: number) => number {
  const { x: centreX, y: centreY, rotation, scale } = body;
  const inside = outlines[body.shape];
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
