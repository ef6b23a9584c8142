import {
  captionOf,
  captions,
  type Dataset,
  type Example,
  type Level,
  type MotionFactors,
  type Picture,
  random,
  readMotion,
  type ShapesOptions,
  shapes,
} from '../src/index.ts';
import { directions, drawMotion } from '../src/shapes/drawMotion.ts';
import { drawShape } from '../src/shapes/drawShape.ts';

const options = (level: Level): ShapesOptions => ({ level, count: 100, seed: 1, motion: true });
const read = (source: Dataset): Promise<Example[]> =>
  Promise.all(Array.from({ length: source.length }, (_, i) => source.get(i)));
const factorsOf = ({ factors }: Example): MotionFactors => factors as unknown as MotionFactors;

test.each([1, 2, 3, 4, 5] as const)('the oracle reads a video back at level %i', async (level) => {
  const examples = await read(shapes({ ...options(level), count: 40 }));
  const right = examples.filter(({ video, text }) => {
    const got = readMotion(video!, level);
    return got && captionOf(got, level) === text;
  });
  // On 2,000 videos of every level every motion; all captions at 64 pixels, 0.997 and more at 48.
  console.info(`readMotion, level ${level}: ${right.length} of ${examples.length} right`);
  expect(right.length / examples.length).toBeGreaterThan(0.99);
});

test('a video has a caption with its motion, no picture, 16 frames in 2 seconds', async () => {
  const [example] = await read(shapes({ ...options(3), count: 1 }));
  expect(Object.keys(example)).toEqual(['id', 'video', 'text', 'factors']);
  expect(example.id).toBe('shapes-3-motion/train/0');
  expect(example.video!.frameRate).toBe(8);
  expect(example.video!.frames).toHaveLength(16);
  expect(example.text).toBe(captionOf(factorsOf(example), 3));
  expect(example.text).toMatch(/^(small|big) \w+ \w+ (moves|turns|grows|shrinks)/);
  expect(captions(3, { motion: true })).toContain(example.text);
  expect(captions(3, { motion: true })).toHaveLength(210);
});

test('still frames have no motion', () => {
  const frame = drawShape({ shape: 'heart', x: 9, y: 9, rotation: 30 }, 64, random(1));
  expect(readMotion({ frameRate: 8, frames: [frame, frame, frame] }, 1)).toEqual({
    shape: 'heart',
  });
  expect(readMotion({ frameRate: 8, frames: [] }, 1)).toBeUndefined();
});

test('a shape that is said to be at a place stays there', async () => {
  for (const example of await read(shapes({ ...options(4), count: 200, size: 8 }))) {
    const { x, y, motion, extent, place } = factorsOf(example);
    const [vertical, horizontal] = place!.split(' ');
    const way = Object.hasOwn(directions, motion) ? directions[motion as 'moves up'] : [0, 0];
    for (const at of [x, x + way[0] * extent]) {
      expect(at >= 0 && at < 32 && at < 15.5 === (horizontal === 'left')).toBe(true);
    }
    for (const at of [y, y + way[1] * extent]) {
      expect(at >= 0 && at < 32 && at < 15.5 === (vertical === 'top')).toBe(true);
    }
  }
});

test('the first frame of a shape that moves or turns is its picture', async () => {
  const same = (a: Picture, b: Picture) => Buffer.compare(a.data, b.data) === 0;
  const sum = ({ data }: Picture) => data.reduce((total, value) => total + value, 0);
  for (const example of await read(shapes({ ...options(2), count: 30 }))) {
    const factors = factorsOf(example);
    if (factors.motion === 'grows') continue;
    const { frames } = example.video!;
    expect(same(frames[0], drawShape(factors, 64, random(1)))).toBe(true);
    expect(same(frames[15], frames[0])).toBe(false);
    if (factors.motion === 'shrinks') {
      expect(sum(frames[15]) / sum(frames[0])).toBeCloseTo((factors.extent / 100) ** 2, 1);
    }
  }
});

test.each([1, 2, 3, 4])('a texture goes with its shape (seed %i)', (seed) => {
  const red = { shape: 'square', colour: 'red', motion: 'moves right' } as const;
  const across = { ...red, x: 0, y: 16, rotation: 20, extent: 31 };
  const { frames } = drawMotion(across, 64, random(seed));
  // 31 places are 32 pixels: the right half of the last frame is the left half of the first.
  for (let i = 0; i < 64 * 32; i++) {
    const at = 3 * (64 * Math.floor(i / 32) + (i % 32));
    expect(Math.abs(frames[15].data[at + 3 * 32] - frames[0].data[at])).toBeLessThan(3);
  }
});

test('train and test share no video, and motions can be held out', async () => {
  const isTest = (example: Example) => {
    const { x, y, rotation } = factorsOf(example);
    return (x + y + rotation) % 5 === 0;
  };
  const holdOut = [{ shape: 'heart', motion: 'turns' }] as const;
  const isHeldOut = (example: Example) =>
    factorsOf(example).shape === 'heart' && factorsOf(example).motion === 'turns';
  const small = { ...options(1), size: 8, holdOut };
  const train = await read(shapes(small));
  const test = await read(shapes({ ...small, split: 'test' }));
  expect(train.some(isTest)).toBe(false);
  expect(test.every(isTest)).toBe(true);
  expect([...train, ...test].some(isHeldOut)).toBe(false);
  expect((await read(shapes({ ...small, split: 'heldOut' }))).every(isHeldOut)).toBe(true);
  expect(() => shapes({ ...options(1), motion: false, holdOut })).toThrow(/got motion: 'turns'/);
  expect(() => shapes(options(6))).toThrow(/motion needs a level of 1 to 5/);
});
