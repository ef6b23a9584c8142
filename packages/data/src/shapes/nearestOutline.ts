import { DataError } from '../dataError.ts';
import type { Colour, Picture } from '../pictures/picture.ts';
import { colours, scaleOf } from './drawShape.ts';
import { type SaidFactors, said, type Word } from './factors.ts';
import { centresOfMass, reach, turnPeriods } from './outlines.ts';
import { coverage, meanLight, placeIn } from './paint.ts';

/** A shape as it lies in a picture. */
export interface NearestOutline {
  readonly shape: Word<'shape'>;
  /** Degrees counterclockwise, a multiple of 5. */
  readonly rotation: number;
  /** Σ (seen − outline)² / Σ outline², over pixels: 0 where the picture shows just that, 1 where it shows nothing. */
  readonly error: number;
}

/** What covers less of a pixel does not pull the centre: noise. */
const faint = 0.3;
/** Degrees between the rotations that are tried first, and what is tried around the best of them. */
const coarse = 15;
const fine = [-10, -5, 5, 10];

/**
 * How each shape would have to be turned to lie nearest to what a picture shows, and how far from it that is: of all
 * shapes, the nearest first. It knows how shapes are drawn and has learned nothing, so that it is no milder with what is
 * smeared than with what is wrong.
 *
 * Which part of a pixel the shape covers is told by its colour: by how far it is from grey, or without a colour by its
 * brightness. The outline's centre of mass is put on that of what is seen.
 *
 * @param asked what size and colour the shape has, as at levels 1 to 5   @throws DataError when the picture is not square.
 */
export function nearestOutlines(
  picture: Picture,
  { size, colour }: Pick<SaidFactors, 'size' | 'colour'>,
): NearestOutline[] {
  const { width, height } = picture;
  if (width !== height) {
    throw new DataError(
      `nearestOutlines: the picture must be square, got ${width} × ${height}. Resize or crop it first.`,
    );
  }
  const seen = seenOf(picture, colour && colours[colour]);
  const scale = scaleOf(size);
  const fits = said.shape.map((shape) => {
    const period = turnPeriods[shape];
    const at = (rotation: number): NearestOutline => ({
      shape,
      rotation: (rotation + period) % period,
      error: errorOf(seen, { shape, scale, rotation }),
    });
    const rough = nearestOf(Array.from({ length: period / coarse }, (_, i) => at(i * coarse)));
    return nearestOf([rough, ...fine.map((degrees) => at(rough.rotation + degrees))]);
  });
  return fits.sort((a, b) => a.error - b.error);
}

const nearestOf = (all: readonly NearestOutline[]): NearestOutline =>
  all.reduce((best, one) => (one.error < best.error ? one : best));

/** Which part of each pixel is covered, as it seems, and where the centre of that is, in pixels of 64. */
interface Seen {
  readonly side: number;
  readonly cover: Float32Array;
  /** The sum of the squares of all. */
  readonly inAll: number;
  readonly x: number;
  readonly y: number;
}

function seenOf({ width: side, data }: Picture, colour: Colour | undefined): Seen {
  const share = colour ? shareOf(colour) : ([r, g, b]: Colour) => (r + g + b) / 765;
  const cover = Float32Array.from({ length: side * side }, (_, i) => {
    const part = share([data[3 * i], data[3 * i + 1], data[3 * i + 2]]);
    return Math.min(1, Math.max(0, part));
  });
  const placeOf = placeIn(side);
  let [mass, inAll, x, y] = [0, 0, 0, 0];
  cover.forEach((part, i) => {
    inAll += part * part;
    const weight = Math.max(0, part - faint);
    mass += weight;
    x += weight * placeOf(i % side);
    y += weight * placeOf(Math.floor(i / side));
  });
  const centre = mass === 0 ? { x: 32, y: 32 } : { x: x / mass, y: y / mass };
  return { side, cover, inAll, ...centre };
}

/** How much of a colour is in another, both without their grey; 1 at the brightness that textures leave on average. */
function shareOf(colour: Colour): (of: Colour) => number {
  const wanted = withoutGrey(colour);
  const length = wanted.reduce((sum, part) => sum + part * part, 0) * meanLight;
  return (of) => withoutGrey(of).reduce((sum, part, c) => sum + part * wanted[c], 0) / length;
}

const withoutGrey = ([r, g, b]: Colour): number[] => {
  const grey = (r + g + b) / 3;
  return [r - grey, g - grey, b - grey];
};

function errorOf(
  { side, cover, inAll, x, y }: Seen,
  body: { shape: Word<'shape'>; scale: number; rotation: number },
): number {
  const { shape, scale, rotation } = body;
  const angle = (rotation * Math.PI) / 180;
  const up = centresOfMass[shape] * scale;
  const at = { x: x + Math.sin(angle) * up, y: y + Math.cos(angle) * up };
  const pixel = 64 / side;
  const covers = coverage({ ...body, ...at }, pixel);
  const placeOf = placeIn(side);
  const around = (centre: number): number[] => {
    const furthest = reach * scale + pixel;
    const first = Math.max(0, Math.floor((centre - furthest) / pixel));
    const last = Math.min(side - 1, Math.ceil((centre + furthest) / pixel));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  };
  const columns = around(at.x);
  let [off, whole] = [inAll, 0];
  for (const row of around(at.y)) {
    for (const column of columns) {
      const outline = covers(placeOf(column), placeOf(row));
      off += outline * (outline - 2 * cover[row * side + column]);
      whole += outline * outline;
    }
  }
  return whole === 0 ? 1 : off / whole;
}
