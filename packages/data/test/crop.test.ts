import * as fc from 'fast-check';
import { randomBox } from '../src/augment/randomResizedCrop.ts';
import {
  blankPicture,
  crop,
  DataError,
  type Picture,
  random,
  randomResizedCrop,
  resize,
} from '../src/index.ts';

function noise(width: number, height: number): Picture {
  const picture = blankPicture(width, height);
  const stream = random(5);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = stream.integer(256);
  return picture;
}

test('crop equals its plain twin', () => {
  const picture = noise(9, 7);
  fc.assert(
    fc.property(fc.nat(8), fc.nat(6), fc.nat(8), fc.nat(6), (x, y, w, h) => {
      const box = { x, y, width: 1 + (w % (9 - x)), height: 1 + (h % (7 - y)) };
      const got = crop(picture, box);
      expect(got).toMatchObject({ width: box.width, height: box.height });
      for (let row = 0; row < box.height; row++) {
        for (let column = 0; column < box.width; column++) {
          for (let c = 0; c < 3; c++) {
            expect(got.data[3 * (row * box.width + column) + c]).toBe(
              picture.data[3 * ((y + row) * 9 + x + column) + c],
            );
          }
        }
      }
    }),
  );
});

test('a box outside is refused', () => {
  const box = { x: 3, y: 0, width: 2, height: 1 };
  expect(() => crop(noise(4, 4), box)).toThrow(/in the picture of 4 x 4, got 2 x 1 at \(3, 0\)/);
  expect(() => crop(noise(4, 4), { ...box, x: -1 })).toThrow(DataError);
  expect(() => crop(noise(4, 4), { ...box, width: 0 })).toThrow(/positive integers/);
});

test('is the box resized, and the same with the same stream', () => {
  const picture = noise(40, 30);
  for (let seed = 0; seed < 10; seed++) {
    const options = { width: 8, height: 8 };
    const got = randomResizedCrop(picture, options, random(seed));
    expect(got).toEqual(resize(crop(picture, randomBox(picture, {}, random(seed))), 8, 8));
    expect(got).toEqual(randomResizedCrop(picture, options, random(seed)));
  }
});

test('the box keeps to scale and ratio as far as whole pixels can, inside the picture', () => {
  const side = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(side, side, fc.nat(), (width, height, seed) => {
      const box = randomBox(
        { width, height },
        { scale: [0.2, 0.5], ratio: [0.5, 2] },
        random(seed),
      );
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
      // Rounding moves each side by half a pixel.
      expect((box.width - 0.5) / (box.height + 0.5)).toBeLessThanOrEqual(2);
      expect((box.width + 0.5) / (box.height - 0.5)).toBeGreaterThanOrEqual(0.5);
    }),
  );
});

test('area, shape and place are spread as they should be', () => {
  const size = { width: 1000, height: 1000 };
  const options = { scale: [0.1, 0.3], ratio: [0.5, 2] } as const;
  const boxes = Array.from({ length: 4000 }, (_, seed) => randomBox(size, options, random(seed)));
  const mean = (of: (box: (typeof boxes)[0]) => number) =>
    boxes.reduce((sum, box) => sum + of(box), 0) / boxes.length;
  // The mean of 4000 lies within four of its standard deviations.
  expect(Math.abs(mean((b) => (b.width * b.height) / 1e6) - 0.2)).toBeLessThan(
    4 * (0.2 / Math.sqrt(12 * 4000)),
  );
  expect(Math.abs(mean((b) => Math.log2(b.width / b.height)))).toBeLessThan(
    4 * (2 / Math.sqrt(12 * 4000)),
  );
  expect(Math.abs(mean((b) => b.x / (1000 - b.width)) - 0.5)).toBeLessThan(
    4 / Math.sqrt(12 * 4000),
  );
  expect(Math.abs(mean((b) => b.y / (1000 - b.height)) - 0.5)).toBeLessThan(
    4 / Math.sqrt(12 * 4000),
  );
});

test('when none fits it is the middle, of a ratio that is allowed', () => {
  const whole = { scale: [1, 1] } as const;
  expect(randomBox({ width: 400, height: 100 }, whole, random(1))).toEqual({
    x: 133,
    y: 0,
    width: 133,
    height: 100,
  });
  expect(randomBox({ width: 100, height: 400 }, whole, random(1))).toEqual({
    x: 0,
    y: 133,
    width: 100,
    height: 133,
  });
  expect(randomBox({ width: 1, height: 900 }, {}, random(1))).toMatchObject({
    width: 1,
    height: 1,
  });
});

test('ranges that are none are refused', () => {
  const refuse = (options: object) => () =>
    randomResizedCrop(noise(4, 4), { width: 2, height: 2, ...options }, random(1));
  expect(refuse({ scale: [0, 1] })).toThrow(
    /scale must be a range of positive numbers to 1.*got \[0, 1\]/,
  );
  expect(refuse({ scale: [0.5, 1.5] })).toThrow(DataError);
  expect(refuse({ ratio: [2, 1] })).toThrow(/ratio must be .*smallest first/);
  expect(refuse({ width: 0 })).toThrow(/positive integers/);
});
