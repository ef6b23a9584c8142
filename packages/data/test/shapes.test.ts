import { createHash } from 'node:crypto';
import {
  captionOf,
  captions,
  DataError,
  type Dataset,
  type Example,
  type Level,
  random,
  readFactors,
  type ShapeFactors,
  type ShapesOptions,
  shapes,
} from '../src/index.ts';
import { drawShape } from '../src/shapes/drawShape.ts';

const levels: Level[] = [1, 2, 3, 4, 5];
const options = (level: Level): ShapesOptions => ({ level, count: 60, seed: 1 });
const read = (source: Dataset): Promise<Example[]> =>
  Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));

test.each(levels)('the oracle reads every factor back at level %i', async (level) => {
  const examples = await read(shapes({ ...options(level), count: 100 }));
  const right = examples.filter(
    ({ image, text }) => captionOf(readFactors(image!, level)!, level) === text,
  );
  const accuracy = right.length / examples.length;
  // 1.000 on 2,000 pictures of every level, at 64 and at 48 pixels.
  console.info(`readFactors, level ${level}: ${accuracy.toFixed(3)} of ${examples.length} right`);
  expect(accuracy).toBeGreaterThan(0.99);
});

test('captions say what the level says', () => {
  expect(levels.map((level) => captions(level).length)).toEqual([3, 6, 30, 120, 240]);
  expect(captions(1)).toEqual(['square', 'ellipse', 'heart']);
  const factors = { shape: 'heart', size: 'big', colour: 'red', place: 'top left', ground: 'dark' };
  expect(levels.map((level) => captionOf(factors as ShapeFactors, level))).toEqual([
    'heart',
    'big heart',
    'big red heart',
    'big red heart at top left',
    'big red heart at top left on dark',
  ]);
});

test.each([
  [1, '3fe913215bec9ccc'],
  [2, 'df8418bca0d74466'],
  [3, '553477b1620c0842'],
  [4, '0aad2d919a0bb716'],
  [5, 'a00283042abfd08a'],
] as const)('the examples of level %i stay what they were', async (level, expected) => {
  const hash = createHash('sha256');
  for (const split of ['train', 'test'] as const) {
    for (const { image, ...rest } of await read(shapes({ level, seed: 1, count: 20, split }))) {
      hash.update(image!.data).update(JSON.stringify(rest));
    }
  }
  expect(hash.digest('hex').slice(0, 16)).toBe(expected);
});

test('an example depends on its index and the seed alone', async () => {
  const small = { ...options(5), size: 16 };
  const forth = await read(shapes(small));
  const back = shapes({ ...small, count: 999 });
  for (const i of [59, 7, 0]) expect(await back.get(i)).toEqual(forth[i]);
  expect(await read(shapes({ ...small, seed: 2 }))).not.toEqual(forth);
  expect(new Set(forth.map(({ id }) => id)).size).toBe(60);
});

test('factors stay in their ranges', async () => {
  for (const { factors } of await read(shapes({ ...options(4), count: 300, size: 8 }))) {
    const { x, y, rotation, place } = factors as unknown as ShapeFactors;
    const [vertical, horizontal] = place!.split(' ');
    const ranges: Record<string, [number, number]> = {
      left: [1, 9],
      top: [1, 9],
      right: [26, 31],
      bottom: [26, 31],
    };
    expect(x).toBeGreaterThanOrEqual(ranges[horizontal][0]);
    expect(x).toBeLessThanOrEqual(ranges[horizontal][1]);
    expect(y).toBeGreaterThanOrEqual(ranges[vertical][0]);
    expect(y).toBeLessThanOrEqual(ranges[vertical][1]);
    expect(Number.isInteger(rotation) && rotation >= 0 && rotation < 360).toBe(true);
  }
});

test('train and test share no picture, by construction', async () => {
  const isTest = ({ factors }: Example) => {
    const { x, y, rotation } = factors as unknown as ShapeFactors;
    return (x + y + rotation) % 5 === 0;
  };
  const train = await read(shapes({ ...options(1), count: 200, size: 8 }));
  const test = await read(shapes({ ...options(1), count: 200, size: 8, split: 'test' }));
  expect(train.some(isTest)).toBe(false);
  expect(test.every(isTest)).toBe(true);
});

test('held-out combinations are seen in their own split only', async () => {
  const holdOut = [{ shape: 'ellipse', colour: 'pink' }] as const;
  const isHeldOut = ({ factors }: Example) =>
    factors!['shape'] === 'ellipse' && factors!['colour'] === 'pink';
  const small = { ...options(3), holdOut, count: 300, size: 8 };
  expect((await read(shapes(small))).some(isHeldOut)).toBe(false);
  expect((await read(shapes({ ...small, split: 'test' }))).some(isHeldOut)).toBe(false);
  expect((await read(shapes({ ...small, split: 'heldOut' }))).every(isHeldOut)).toBe(true);
});

test('what cannot be drawn is refused', () => {
  expect(() => shapes({ ...options(2), holdOut: [{ colour: 'pink' }] })).toThrow(
    /level 2 says, got colour: 'pink'. Level 2 says shape, size/,
  );
  expect(() => shapes({ ...options(2), split: 'heldOut' })).toThrow(/Name a combination/);
  expect(() => shapes({ ...options(1), holdOut: [{}] })).toThrow(/Hold out less/);
  expect(() => shapes({ ...options(1), size: 0 })).toThrow(DataError);
  expect(() => shapes({ ...options(1), count: -1 })).toThrow(/count must be .* got -1/);
});

test.each([
  ['square', 400],
  ['ellipse', 7 * 13 * Math.PI],
  ['heart', 180 * Math.PI * 0.63 ** 2],
] as const)('a %s has the area of its equation', (shape, area) => {
  const factors: ShapeFactors = { shape, size: 'big', x: 15, y: 16, rotation: 33 };
  const sum = (size: number, scale: number) =>
    drawShape({ ...factors, size: scale === 1 ? 'big' : 'small' }, size, random(1)).data.reduce(
      (total, value) => total + value / 255 / 3,
      0,
    );
  expect(sum(64, 1) / area).toBeCloseTo(1, 1.7);
  expect(sum(64, 0.5) / (area / 4)).toBeCloseTo(1, 1.3);
  expect(sum(128, 1) / (4 * area)).toBeCloseTo(1, 1.7);
});

test('a heart points down, and turns counterclockwise', () => {
  /** How many pixels it reaches from its centre in a direction. */
  const extent = (rotation: number, right: number, down: number) => {
    const factors: ShapeFactors = { shape: 'heart', x: 15.5, y: 15.5, rotation };
    const { data } = drawShape(factors, 64, random(1));
    let steps = 0;
    while (data[3 * ((31 + steps * down) * 64 + 31 + steps * right)] > 127) steps++;
    return steps;
  };
  expect(extent(0, 0, 1)).toBeGreaterThan(extent(0, 0, -1));
  expect(extent(90, 1, 0)).toBeGreaterThan(extent(90, -1, 0));
  expect(extent(180, 0, -1)).toBeGreaterThan(extent(180, 0, 1));
});
