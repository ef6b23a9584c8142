import { colourMatrix } from '../src/augment/colourMatrix.ts';
import { type Affine, warp } from '../src/augment/warp.ts';
import {
  type AugmentOptions,
  augmentPicture,
  blankPicture,
  type Picture,
  random,
} from '../src/index.ts';

const unchanged = colourMatrix({ brightness: 1, contrast: 1, saturation: 1, hue: 0 });
const white = [255, 255, 255] as const;

function noise(width: number, height: number, seed = 1): Picture {
  const picture = blankPicture(width, height);
  const stream = random(seed);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = stream.integer(256);
  return picture;
}

const everything: AugmentOptions = {
  rotation: 20,
  scale: [0.8, 1.2],
  shift: 0.1,
  flip: 0.5,
  brightness: 0.2,
  contrast: 0.2,
  saturation: 0.3,
  hue: 15,
  erase: 0.5,
};

test('without options nothing changes', () => {
  const picture = noise(9, 7);
  expect(augmentPicture(picture, {}, random(1))).toEqual(picture);
});

test('the same stream gives the same picture, and the source is left alone', () => {
  const picture = noise(12, 12);
  const before = picture.data.slice();
  const [a, b, c] = [5, 5, 6].map((seed) => augmentPicture(picture, everything, random(seed)));
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(picture.data).toEqual(before);
});

test('flip swaps left and right', () => {
  const picture = noise(5, 3);
  const flipped = augmentPicture(picture, { flip: 1 }, random(1));
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 5; x++) expect(pixel(flipped, x, y)).toEqual(pixel(picture, 4 - x, y));
  }
});

test('warp equals its plain twin', () => {
  const stream = random(3);
  for (let round = 0; round < 20; round++) {
    const picture = noise(8, 6, round);
    const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => stream.uniform(-1.5, 1.5));
    const affine: Affine = { a, b, c: 2 * c + 3, d, e, f: 2 * f + 3 };
    const background = [250, stream.integer(256), 0] as const;
    const matrix = colourMatrix({ brightness: 1.1, contrast: 0.9, saturation: 1.3, hue: 40 });
    const got = warp(picture, affine, matrix, background);
    const expected = plainWarp(picture, affine, matrix, background);
    const most = got.data.reduce((m, value, i) => Math.max(m, Math.abs(value - expected[i])), 0);
    expect(most).toBeLessThanOrEqual(1);
  }
});

test('a quarter turn is exact, and the rest is background', () => {
  const picture = noise(4, 4);
  const turned = warp(picture, { a: 0, b: 1, c: 0, d: -1, e: 0, f: 3 }, unchanged, white);
  expect(pixel(turned, 0, 0)).toEqual(pixel(picture, 0, 3));
  const away = warp(picture, { a: 1, b: 0, c: 9, d: 0, e: 1, f: 0 }, unchanged, white);
  expect(away).toEqual(blankPicture(4, 4, [255, 255, 255]));
});

test('hue and saturation keep greys, contrast keeps the middle', () => {
  const apply = (m: Float64Array, colour: number[]) =>
    [0, 1, 2].map((row) => colour.reduce((sum, v, c) => sum + m[4 * row + c] * v, m[4 * row + 3]));
  const turned = colourMatrix({ brightness: 1, contrast: 1, saturation: 1.7, hue: 123 });
  for (const value of apply(turned, [90, 90, 90])) expect(value).toBeCloseTo(90, 6);
  const harder = colourMatrix({ brightness: 1, contrast: 3, saturation: 1, hue: 0 });
  for (const value of apply(harder, [127.5, 127.5, 127.5])) expect(value).toBeCloseTo(127.5, 6);
  const grey = colourMatrix({ brightness: 1, contrast: 1, saturation: 0, hue: 0 });
  for (const value of apply(grey, [255, 0, 0])) expect(value).toBeCloseTo(0.213 * 255, 6);
});

test('erase covers 2 to 20 % with one colour', () => {
  const picture = noise(40, 40);
  for (let seed = 0; seed < 20; seed++) {
    const erased = augmentPicture(picture, { erase: 1 }, random(seed));
    const changed = picture.data.filter((value, i) => value !== erased.data[i]).length;
    expect(changed / picture.data.length).toBeGreaterThan(0.01);
    expect(changed / picture.data.length).toBeLessThan(0.22);
  }
});

test('saturation and hue are the matrices of the specification', () => {
  const plain = { brightness: 1, contrast: 1, saturation: 1, hue: 0 };
  const weights = (m: Float64Array) =>
    [0, 1, 2].map((row) => [...m.subarray(4 * row, 4 * row + 3)]);
  const close = (got: number[][], expected: number[][]) => {
    for (const [i, value] of got.flat().entries())
      expect(value).toBeCloseTo(expected.flat()[i], 12);
  };
  const s = 0.4;
  close(weights(colourMatrix({ ...plain, saturation: s })), [
    [0.213 + 0.787 * s, 0.715 - 0.715 * s, 0.072 - 0.072 * s],
    [0.213 - 0.213 * s, 0.715 + 0.285 * s, 0.072 - 0.072 * s],
    [0.213 - 0.213 * s, 0.715 - 0.715 * s, 0.072 + 0.928 * s],
  ]);
  const [cos, sin] = [Math.cos(1), Math.sin(1)];
  close(weights(colourMatrix({ ...plain, hue: 180 / Math.PI })), [
    [
      0.213 + cos * 0.787 - sin * 0.213,
      0.715 - cos * 0.715 - sin * 0.715,
      0.072 - cos * 0.072 + sin * 0.928,
    ],
    [
      0.213 - cos * 0.213 + sin * 0.143,
      0.715 + cos * 0.285 + sin * 0.14,
      0.072 - cos * 0.072 - sin * 0.283,
    ],
    [
      0.213 - cos * 0.213 - sin * 0.787,
      0.715 - cos * 0.715 + sin * 0.715,
      0.072 + cos * 0.928 + sin * 0.072,
    ],
  ]);
});

const pixel = ({ width, data }: Picture, x: number, y: number) => [
  ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
];

/** Bilinear by its definition: every source pixel weighs max(0, 1−|Δx|)·max(0, 1−|Δy|). */
function plainWarp(
  picture: Picture,
  { a, b, c, d, e, f }: Affine,
  m: Float64Array,
  background: readonly number[],
): number[] {
  const out: number[] = [];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const [u, v] = [a * x + b * y + c, d * x + e * y + f];
      const colour = [...background];
      for (let row = 0; row < picture.height; row++) {
        for (let column = 0; column < picture.width; column++) {
          const weight = Math.max(0, 1 - Math.abs(u - column)) * Math.max(0, 1 - Math.abs(v - row));
          const here = pixel(picture, column, row);
          for (let k = 0; k < 3; k++) colour[k] += weight * (here[k] - background[k]);
        }
      }
      for (let row = 0; row < 3; row++) {
        const value = colour.reduce((sum, w, k) => sum + m[4 * row + k] * w, m[4 * row + 3]);
        out.push(Math.round(Math.min(255, Math.max(0, value))));
      }
    }
  }
  return out;
}
