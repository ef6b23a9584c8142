import * as fc from 'fast-check';
import { colourTypes, type PngHeader } from '../src/png/header.ts';
import { passesOf } from '../src/png/passes.ts';
import { anyRows, type Packed, readRows } from '../src/png/readRows.ts';
import { paeth, unfilter, unfilterPaeth } from '../src/png/unfilter.ts';

/** Rows of red, green and blue, each with any filter before it. */
const rows = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
  .chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      filters: fc.array(fc.nat(4), { minLength: height, maxLength: height }),
      bytes: fc.uint8Array({ minLength: 3 * width * height, maxLength: 3 * width * height }),
    }),
  );

test('rows that hold a picture as it is are read as those of any kind', () => {
  fc.assert(
    fc.property(rows, ({ width, height, filters, bytes }) => {
      const header: PngHeader = {
        width,
        height,
        bitDepth: 8,
        colourType: colourTypes.rgb,
        interlaced: false,
        samplesPerPixel: 3,
      };
      const stored = filters.flatMap((filter, y) => [
        filter,
        ...bytes.subarray(3 * width * y, 3 * width * (y + 1)),
      ]);
      // Unfiltered in place: each reader gets its own.
      const packed = (): Packed => ({
        source: 'test',
        packed: Uint8Array.from(stored),
        header,
        passes: passesOf(header),
        background: [255, 255, 255],
      });
      const colours = { palette: undefined, transparency: undefined };
      expect(readRows(packed(), colours)).toEqual(anyRows(packed(), colours));
    }),
  );
});

test('three bytes at a time are unfiltered as one by one', () => {
  fc.assert(
    fc.property(rows, ({ width, bytes }) => {
      const above = bytes.slice(0, 3 * width);
      const [atOnce, singly] = [bytes.slice(-3 * width), bytes.slice(-3 * width)];
      unfilter('test', 4, atOnce, above, 3);
      unfilterPaeth(singly, above, 3);
      expect(atOnce).toEqual(singly);
    }),
  );
});

test('Paeth takes the nearest, the first of equally near ones', () => {
  const plain = (left: number, up: number, corner: number): number => {
    const guess = left + up - corner;
    const away = [left, up, corner].map((one) => Math.abs(guess - one));
    return [left, up, corner][away.indexOf(Math.min(...away))];
  };
  const byte = fc.nat(255);
  fc.assert(
    fc.property(byte, byte, byte, (left, up, corner) => {
      expect(paeth(left, up, corner)).toBe(plain(left, up, corner));
    }),
    { numRuns: 2000 },
  );
});
