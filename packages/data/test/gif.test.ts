import * as fc from 'fast-check';
import sharp from 'sharp';
import { blankPicture, DataError, encodeGif, type Picture, random, shapes } from '../src/index.ts';

/** The frames as libvips reads them. */
async function decode(gif: Uint8Array): Promise<{ frames: Uint8Array[]; delay: number[] }> {
  const image = sharp(gif, { animated: true });
  const { pages = 1, delay = [] } = await image.metadata();
  const data = await image.removeAlpha().raw().toBuffer();
  const length = data.length / pages;
  const frames = Array.from({ length: pages }, (_, i) =>
    data.subarray(i * length, (i + 1) * length),
  );
  return { frames, delay };
}

const picture = (width: number, height: number, at: (i: number) => readonly number[]): Picture => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from(Array.from({ length: width * height }, (_, i) => at(i)).flat()),
});

/** How far two pictures are apart where they are furthest. */
const furthest = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

test('another program sees the same frames, times and repetition', async () => {
  const { video } = await shapes({ level: 2, count: 1, seed: 1, motion: true }).get(0);
  const gif = encodeGif(video!);
  const { frames, delay } = await decode(gif);
  expect(frames).toHaveLength(16);
  // 12.5 hundredths of a second each: two seconds in all.
  expect(new Set(delay)).toEqual(new Set([120, 130]));
  expect(delay.reduce((a, b) => a + b)).toBe(2000);
  expect((await sharp(gif, { animated: true }).metadata()).loop).toBe(0);
  for (const [i, frame] of frames.entries()) {
    expect(furthest(frame, video!.frames[i].data)).toBeLessThan(8);
  }
});

test('colours of a shaded shape on a ground stay near', async () => {
  const { video } = await shapes({ level: 5, count: 2, seed: 1, motion: true }).get(1);
  const { frames } = await decode(encodeGif(video!));
  for (const [i, frame] of frames.entries()) {
    const { data } = video!.frames[i];
    const mean =
      frame.reduce((sum, value, at) => sum + Math.abs(value - data[at]), 0) / frame.length;
    expect(mean).toBeLessThan(4);
  }
});

test.each([1, 2, 255, 256])('%i colours that differ are kept exactly', async (count) => {
  const colours = picture(count, 2, (i) => {
    const colour = i % count;
    return [(colour & 15) * 16, (colour >> 4) * 16, 77];
  });
  const { frames } = await decode(encodeGif({ frameRate: 10, frames: [colours] }));
  expect(furthest(frames[0], colours.data)).toBe(0);
});

test('noise, which uses up all codes several times, and any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60 }),
      async (seed, width, height) => {
        const stream = random(seed);
        const noise = picture(width, height, () => [
          16 * stream.integer(16),
          16 * stream.integer(16),
          0,
        ]);
        const still = blankPicture(width, height, [16, 16, 0]);
        const { frames } = await decode(encodeGif({ frameRate: 5, frames: [noise, still, noise] }));
        expect(furthest(frames[0], noise.data)).toBe(0);
        expect(furthest(frames.at(-1)!, noise.data)).toBe(0);
      },
    ),
    {
      numRuns: 8,
      examples: [
        [1, 120, 120],
        [2, 1, 1],
      ],
    },
  );
});

test('what no GIF can hold is refused', () => {
  const frame = blankPicture(2, 2);
  expect(() => encodeGif({ frameRate: 8, frames: [] })).toThrow(/must have frames/);
  expect(() => encodeGif({ frameRate: 0, frames: [frame] })).toThrow(DataError);
  expect(() => encodeGif({ frameRate: 60, frames: [frame] })).toThrow(/at most 50 frames a second/);
  expect(() => encodeGif({ frameRate: 8, frames: [frame, blankPicture(2, 3)] })).toThrow(
    /one size, got 2 x 2 and 2 x 3/,
  );
  expect(() => encodeGif({ frameRate: 8, frames: [blankPicture(70_000, 1)] })).toThrow(/65535/);
});
