import * as fc from 'fast-check';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { checkDeltaByteArrays } from '../src/parquet/checkByteArrays.ts';
import { checkDelta } from '../src/parquet/checkDelta.ts';
import { checkRuns } from '../src/parquet/checkRuns.ts';
import { unpackHadoopLz4, unpackLz4 } from '../src/parquet/lz4.ts';
import { unpackSnappy } from '../src/parquet/snappy.ts';
import { withinTime } from '../src/parquet/withinTime.ts';
import { readerOf, written } from './parquetBytes.ts';

const anyBytes = fc
  .array(fc.oneof(fc.nat(9), fc.nat(255)), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));

describe('runs', () => {
  test('what the writer writes', () => {
    const value = fc.nat(5);
    const runs = fc.array(fc.tuple(value, fc.nat(20)), { maxLength: 20 });
    fc.assert(
      fc.property(runs, (told) => {
        const values = told.flatMap(([value, times]) => new Array(times).fill(value));
        const bytes = written((writer) => writeRleBitPackedHybrid(writer, values, 3));
        const twos = values.filter((value) => value === 2).length;
        expect(checkRuns(bytes, 3, values.length, 6, 2)).toBe(twos);
      }),
    );
  });

  test('what passes, hyparquet reads as so many, all below the limit', () => {
    let passed = 0;
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 0, max: 9 }), fc.nat(100), (bytes, width, count) => {
        const limit = Math.ceil(2 ** width * 0.8);
        let ones: number;
        try {
          ones = checkRuns(bytes, width, count, limit, 1);
        } catch {
          return;
        }
        passed++;
        const values: number[] = new Array(count);
        readRleBitPackedHybrid(readerOf(bytes), width, values, bytes.length);
        expect(values).toHaveLength(count);
        expect(values.every((value) => value >= 0 && value < limit)).toBe(true);
        expect(values.filter((value) => value === 1)).toHaveLength(ones);
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  test.each([
    [
      'of 2^30 where 5 are wanted',
      [0xfe, 0xff, 0xff, 0xff, 0x07, 1],
      'a run of 1073741823, where 5',
    ],
    ['of more bits than there are', [0xff, 0xff, 0x03, 1], 'a run of 262136, where 5'],
    ['that end early', [2, 1], 'outside the bounds'],
    ['of too high a value', [10, 3], '3, which must be below 2'],
  ])('%s', (_, bytes, message) => {
    expect(() => checkRuns(Uint8Array.from(bytes), 2, 5, 2)).toThrow(message);
  });
});

describe('differences', () => {
  test('what the writer writes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 300 }), (values) => {
        const bytes = written((writer) =>
          deltaBinaryPack(writer, Int32Array.from(values), 'INT32'),
        );
        expect(checkDelta(bytes, 0, values.length)).toBe(bytes.length);
        const small = values.map((value) => value >> 4);
        const into = new Int32Array(small.length);
        checkDelta(
          written((writer) => deltaBinaryPack(writer, Int32Array.from(small), 'INT32')),
          0,
          small.length,
          into,
        );
        expect([...into]).toEqual(small);
      }),
    );
  });

  test('what passes, hyparquet reads as the same', () => {
    const head = fc.constantFrom([32, 1], [0x80, 1, 4], [64, 2], [96, 1]);
    let passed = 0;
    fc.assert(
      fc.property(head, anyBytes, fc.integer({ min: 1, max: 40 }), (start, rest, count) => {
        const bytes = Uint8Array.from([...start, count, ...rest]);
        const into = new Int32Array(count);
        try {
          checkDelta(bytes, 0, count, into);
        } catch {
          return;
        }
        passed++;
        const values = new Int32Array(count);
        deltaBinaryUnpack(readerOf(bytes), count, values);
        expect(values).toEqual(into);
      }),
      { numRuns: 3000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  test('blocks without parts, which would never end', () => {
    for (const head of [
      [0, 0],
      [0, 4],
      [128, 1, 0],
      [128, 1, 5],
    ]) {
      const bytes = Uint8Array.from([...head, 9, 0, ...new Array(40).fill(0)]);
      expect(() => checkDelta(bytes, 0, 9)).toThrow(/blocks of \d+ in \d+ parts/);
    }
  });

  test('byte arrays that repeat more than came before', () => {
    const packed = (values: number[]): Uint8Array =>
      written((writer) => deltaBinaryPack(writer, Int32Array.from(values), 'INT32'));
    const bytes = (prefixes: number[]): Uint8Array =>
      Buffer.concat([packed(prefixes), packed([3, 0, 1]), Buffer.from('abcd')]);
    let spent = 0;
    checkDeltaByteArrays(bytes([0, 2, 2]), 3, (size) => {
      spent += size;
    });
    expect(spent).toBe(8);
    expect(() => checkDeltaByteArrays(bytes([0, 4, 2]), 3, () => {})).toThrow('4 bytes of the 3');
    expect(() => checkDeltaByteArrays(bytes([0, -1, 2]), 3, () => {})).toThrow('a length of -1');
  });
});

describe('packed bytes', () => {
  const text = fc
    .array(fc.tuple(fc.constantFrom('a', 'bcd', 'x'.repeat(70), 'ä'), fc.nat(40)))
    .map((parts) => Buffer.from(parts.map(([part, times]) => part.repeat(times)).join('')));

  test('Snappy', () => {
    fc.assert(
      fc.property(text, (bytes) => {
        const packed = written((writer) => writer.appendBytes(snappyCompress(bytes)));
        expect(Buffer.from(unpackSnappy(packed, bytes.length)).equals(bytes)).toBe(true);
        if (bytes.length > 0) {
          expect(() => unpackSnappy(packed, bytes.length - 1)).toThrow('Snappy of');
        }
      }),
    );
  });

  test('LZ4, alone and in frames', () => {
    // 3 letters, 9 more from 3 before, and 2 at the end.
    const block = Uint8Array.from([0x35, 97, 98, 99, 3, 0, 0x20, 120, 121]);
    const whole = 'abcabcabcabcxy';
    expect(Buffer.from(unpackLz4(block, 14)).toString()).toBe(whole);
    const frame = [0, 0, 0, 14, 0, 0, 0, 9, ...block];
    const both = unpackHadoopLz4(Uint8Array.from([...frame, ...frame]), 28);
    expect(Buffer.from(both).toString()).toBe(whole + whole);
    expect(Buffer.from(unpackHadoopLz4(block, 14)).toString()).toBe(whole);
    for (const size of [13, 15]) expect(() => unpackLz4(block, size)).toThrow('LZ4 of');
  });

  test('any bytes end, in as many bytes as were told or an error', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(200), (bytes, length) => {
        for (const unpack of [unpackSnappy, unpackLz4, unpackHadoopLz4]) {
          try {
            expect(unpack(bytes, length)).toHaveLength(length);
          } catch (error) {
            expect((error as Error).message).toMatch(/Snappy|LZ4|repetition/);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

test('what takes longer than its time is ended', () => {
  expect(withinTime(10_000, () => 3)).toBe(3);
  const endless = (): never => {
    for (;;);
  };
  expect(() => withinTime(30, endless)).toThrow('timed out after 30ms');
});
