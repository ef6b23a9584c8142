import type { Random } from '../random/random.ts';

const { floor, sin } = Math;

/** A surface: a value in 0…1 for every place, in pixels of 64. */
export type Texture = (x: number, y: number) => number;

/** A random surface: noise, stripes, checks or wood, each as likely. */
export const randomTexture = (random: Random): Texture =>
  [noise, stripes, checks, wood][random.integer(4)](random);

/** Random values on a lattice and smooth between. */
function noise(random: Random): Texture {
  const side = 16;
  const lattice = Float64Array.from({ length: side * side }, () => random.uniform());
  const spacing = random.uniform(2, 6);
  const at = (column: number, row: number): number =>
    lattice[(row & (side - 1)) * side + (column & (side - 1))];
  return (x, y) => {
    const column = floor(x / spacing);
    const row = floor(y / spacing);
    const right = smooth(x / spacing - column);
    const down = smooth(y / spacing - row);
    const above = mix(at(column, row), at(column + 1, row), right);
    const below = mix(at(column, row + 1), at(column + 1, row + 1), right);
    return mix(above, below, down);
  };
}

function stripes(random: Random): Texture {
  const along = turned(random);
  const period = random.uniform(3, 10);
  return (x, y) => wave(along(x, y) / period);
}

function checks(random: Random): Texture {
  const angle = random.uniform(0, Math.PI / 2);
  const side = random.uniform(2, 6);
  const [cosine, sine] = [Math.cos(angle) / side, Math.sin(angle) / side];
  return (x, y) => (floor(x * cosine + y * sine) + floor(y * cosine - x * sine)) & 1;
}

/** Stripes of uneven width that waver, as cut wood has. */
function wood(random: Random): Texture {
  const along = turned(random);
  const wavering = noise(random);
  const period = random.uniform(4, 9);
  return (x, y) => wave((along(x, y) + 6 * wavering(x / 3, y / 3)) / period);
}

/** The distance along a random direction. */
function turned(random: Random): Texture {
  const angle = random.uniform(0, Math.PI);
  const start = random.uniform(0, 64);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => start + x * cosine + y * sine;
}

const wave = (turns: number): number => 0.5 + 0.5 * sin(2 * Math.PI * turns);
const smooth = (t: number): number => t * t * (3 - 2 * t);
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
