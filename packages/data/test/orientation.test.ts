import * as fc from 'fast-check';
import sharp from 'sharp';
import { blankPicture, decodePng, encodePng, type Picture } from '../src/index.ts';
import { decodePicture } from '../src/node/decodePicture.ts';
import { decodeWithSharp } from '../src/node/sharp.ts';
import { exifOrientation } from '../src/pictures/exifOrientation.ts';
import { type Orientation, orient } from '../src/pictures/orient.ts';
import { crc32 } from '../src/png/crc32.ts';

/** What a picture of the rows ABC, DEF is when it is set upright, by the drawing in the specification. */
const upright: [Orientation, string[]][] = [
  [1, ['ABC', 'DEF']],
  [2, ['CBA', 'FED']],
  [3, ['FED', 'CBA']],
  [4, ['DEF', 'ABC']],
  [5, ['AD', 'BE', 'CF']],
  [6, ['DA', 'EB', 'FC']],
  [7, ['FC', 'EB', 'DA']],
  [8, ['CF', 'BE', 'AD']],
];
const colours: Record<string, readonly number[]> = {
  ...{ A: [255, 0, 0], B: [0, 255, 0], C: [0, 0, 255] },
  ...{ D: [255, 255, 0], E: [0, 255, 255], F: [0, 0, 0] },
};
/** A block for each letter, as large as JPEG's. */
const block = 16;
const from = `${__dirname}/..`;

function drawn(rows: readonly string[]): Picture {
  const picture = blankPicture(block * rows[0].length, block * rows.length);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const letter = rows[Math.floor(y / block)][Math.floor(x / block)];
      picture.data.set(colours[letter], 3 * (y * picture.width + x));
    }
  }
  return picture;
}

const stored = drawn(['ABC', 'DEF']);
const withSharp = ({ width, height, data }: Picture) =>
  sharp(data, { raw: { width, height, channels: 3 } });
const farthest = (a: Picture, b: Picture) =>
  a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i])), 0);

describe.each(upright)('orientation %i', (orientation, rows) => {
  const expected = drawn(rows);

  test('orient', () => expect(orient(stored, orientation)).toEqual(expected));

  test('JPEG, WebP and TIFF', async () => {
    const files = await Promise.all([
      withSharp(stored)
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .withMetadata({ orientation })
        .toBuffer(),
      withSharp(stored).webp({ lossless: true }).withMetadata({ orientation }).toBuffer(),
      withSharp(stored).tiff({ compression: 'lzw' }).withMetadata({ orientation }).toBuffer(),
    ]);
    for (const file of files) {
      const got = await decodePicture(file, { source: 'x', from });
      expect(got).toMatchObject({ width: expected.width, height: expected.height });
      expect(farthest(got, expected)).toBeLessThanOrEqual(4);
    }
  });

  test.each([true, false])('PNG, little-endian %s, as sharp reads it too', async (littleEndian) => {
    const file = withExif(encodePng(stored), exif(orientation, littleEndian));
    expect(decodePng(file)).toEqual(expected);
    expect(await decodePicture(file, { source: 'x' })).toEqual(expected);
    const other = await decodeWithSharp(file, { source: 'x', from, background: [255, 255, 255] });
    expect(other).toEqual(expected);
  });
});

test('a GIF gives its first frame', async () => {
  const [first, second] = [blankPicture(6, 4, [255, 0, 0]), blankPicture(6, 4, [0, 0, 255])];
  const both = Uint8Array.of(...first.data, ...second.data);
  const raw = { width: 6, height: 8, channels: 3 as const, pageHeight: 4 };
  const file = await sharp(both, { raw })
    .gif({ delay: [50, 50] })
    .toBuffer();
  expect((await sharp(file).metadata()).pages).toBe(2);
  expect(await decodePicture(file, { source: 'x', from })).toEqual(first);
});

test('EXIF that is damaged or says nothing means upright', () => {
  const good = exif(6, true);
  expect(exifOrientation(good)).toBe(6);
  for (let length = 0; length < good.length - 4; length++) {
    expect(exifOrientation(good.subarray(0, length))).toBe(1);
  }
  expect(exifOrientation(exif(9, true))).toBe(1);
  expect(exifOrientation(exif(0, false))).toBe(1);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.nat(30), (bytes, at) => {
      const changed = exif(8, false);
      changed.set(
        bytes.subarray(0, Math.max(0, changed.length - at)),
        Math.min(at, changed.length),
      );
      expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(exifOrientation(changed));
    }),
  );
});

/** A directory of two entries: the width, then the orientation. */
function exif(orientation: number, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(38);
  const view = new DataView(bytes.buffer);
  const short = (at: number, value: number) => view.setUint16(at, value, littleEndian);
  const long = (at: number, value: number) => view.setUint32(at, value, littleEndian);
  view.setUint16(0, littleEndian ? 0x4949 : 0x4d4d);
  short(2, 42);
  long(4, 8);
  short(8, 2);
  for (const [i, [tag, value]] of [
    [0x0100, 48],
    [0x0112, orientation],
  ].entries()) {
    short(10 + 12 * i, tag);
    short(12 + 12 * i, 3);
    long(14 + 12 * i, 1);
    short(18 + 12 * i, value);
  }
  return bytes;
}

/** The PNG with an eXIf chunk before its picture. */
function withExif(png: Uint8Array, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode('eXIf'), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  const afterHeader = 8 + 25;
  return Uint8Array.of(...png.subarray(0, afterHeader), ...chunk, ...png.subarray(afterHeader));
}
