import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { zlibSync } from 'fflate';
import {
  blankPicture,
  DataError,
  decodePng,
  encodePng,
  type Picture,
  random,
} from '../src/index.ts';
import { crc32 } from '../src/png/crc32.ts';
import { inflateExactly, inSlices } from '../src/png/inflateExactly.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/png.json`, 'utf8'));
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

describe(golden.provenance, () => {
  for (const { name, file, expected, tolerance, width, height } of golden.cases) {
    test(name, () => {
      const picture = decodePng(bytesOf(file));
      expect(picture).toMatchObject({ width, height, channels: 3 });
      expect(largestDifference(picture.data, bytesOf(expected))).toBeLessThanOrEqual(tolerance);
    });
  }
});

test('what encodePng writes, decodePng reads', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(),
      (w, h, s) => {
        const picture = noise(w, h, s);
        expect(decodePng(encodePng(picture))).toEqual(picture);
      },
    ),
  );
});

test('transparency shows the background', () => {
  const { file } = golden.cases.find(
    ({ name }: { name: string }) => name === 'colour type 6, 8 bit',
  );
  const [onBlack, onWhite] = [[0, 0, 0] as const, [255, 255, 255] as const].map((background) =>
    decodePng(bytesOf(file), { background }),
  );
  expect(onBlack.data.every((value, i) => value <= onWhite.data[i])).toBe(true);
  expect(onWhite).toEqual(decodePng(bytesOf(file)));
});

describe('bad files are refused with their name', () => {
  const good = encodePng(noise(20, 20, 1));
  const refuse = (bytes: Uint8Array) => () => decodePng(bytes, { source: 'img/7.png' });

  test('no PNG', () => {
    expect(refuse(Uint8Array.of())).toThrow('img/7.png: not a PNG file, it is empty.');
    expect(refuse(Uint8Array.of(255, 216, 255, 224))).toThrow(/it is JPEG/);
    expect(refuse(Uint8Array.of(1, 2, 3))).toThrow(DataError);
  });

  test('cut off anywhere', () => {
    for (let length = 0; length < good.length; length++) {
      expect(refuse(good.subarray(0, length))).toThrow(DataError);
    }
  });

  test('a wrong checksum', () => {
    const bad = good.slice();
    bad[60] ^= 1;
    expect(refuse(bad)).toThrow(/checksum of chunk IDAT is wrong/);
  });

  test('absurd size, before anything is unpacked', () => {
    const huge = withChunk(good, 'IHDR', [0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0]);
    expect(refuse(huge)).toThrow(/this one says 65536 x 65536/);
  });

  test('a small file that blows up', () => {
    const bomb = withChunk(good, 'IDAT', zlibSync(new Uint8Array(5_000_000)));
    expect(refuse(bomb)).toThrow(/must fill 1220 bytes, there are more/);
  });

  test('more pixels than its bytes can hold', () => {
    const hollow = withChunk(good, 'IHDR', [0, 0, 30, 0, 0, 0, 30, 0, 8, 2, 0, 0, 0]);
    expect(refuse(hollow)).toThrow(/there are fewer/);
  });
});

test('whatever is done to a file, it gives a picture or a DataError', () => {
  const files = golden.cases.map(({ file }: { file: string }) => bytesOf(file));
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    // Nothing: as many bytes as are put, so that the rest keeps its place.
    drop: fc.option(fc.integer({ min: 0, max: 9 })),
    put: fc.uint8Array({ maxLength: 9 }),
  });
  const mutilation = fc.tuple(
    fc.constantFrom(...files),
    fc.array(change, { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(mutilation, ([file, changes, mend]) => {
      let bytes: Uint8Array = file;
      for (const { at, drop, put } of changes) {
        const start = Math.floor(at * bytes.length);
        bytes = Uint8Array.of(
          ...bytes.subarray(0, start),
          ...put,
          ...bytes.subarray(start + (drop ?? put.length)),
        );
      }
      try {
        // Mended checksums let the damage through to the parts behind them.
        const { width, height, data } = decodePng(mend ? mendChecksums(bytes) : bytes);
        expect(data).toHaveLength(width * height * 3);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 4000, seed: 1 },
  );
});

function noise(width: number, height: number, seed: number): Picture {
  const picture = blankPicture(width, height);
  const stream = random(seed);
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = stream.integer(256);
  return picture;
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** The places of a PNG's chunks, as far as they can be followed. */
function* chunksOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > bytes.length) return;
    yield { type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), at, end };
    at = end + 4;
  }
}

function mendChecksums(bytes: Uint8Array): Uint8Array {
  const mended = bytes.slice();
  const view = new DataView(mended.buffer);
  for (const { at, end } of chunksOf(mended)) {
    view.setUint32(end, crc32(mended.subarray(at + 4, end)));
  }
  return mended;
}

function withChunk(bytes: Uint8Array, type: string, content: ArrayLike<number>): Uint8Array {
  const { at, end } = [...chunksOf(bytes)].find((chunk) => chunk.type === type)!;
  const out = new Uint8Array(bytes.length - (end - at - 8) + content.length);
  out.set(bytes.subarray(0, at + 8));
  new DataView(out.buffer).setUint32(at, content.length);
  out.set(content, at + 8);
  out.set(bytes.subarray(end), at + 8 + content.length);
  return mendChecksums(out);
}

test('streams unpack the same in one go and slice by slice', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40_000 });
  fc.assert(
    fc.property(bytes, fc.nat(3), fc.integer({ min: -2, max: 2 }), (pixels, times, more) => {
      const whole = Buffer.concat(Array(1 + times).fill(pixels));
      const parts = [zlibSync(whole).subarray(0, 9), zlibSync(whole).subarray(9)];
      const size = Math.max(0, whole.length + more);
      const out = new Uint8Array(size + 1);
      const filled = inSlices(parts, out);
      if (filled === size) expect(inflateExactly('x', parts, size)).toEqual(out.subarray(0, size));
      else expect(() => inflateExactly('x', parts, size)).toThrow(/there are (fewer|more)/);
    }),
    { numRuns: 40 },
  );
});
