import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { ByteWriter, parquetWriteFile } from 'hyparquet-writer';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';
import { DataError } from '../src/index.ts';
import { parquet } from '../src/node.ts';
import { factorOf } from '../src/parquet/cells.ts';
import { checkDeltaByteArrays } from '../src/parquet/checkByteArrays.ts';
import { checkDelta } from '../src/parquet/checkDelta.ts';
import { checkRuns } from '../src/parquet/checkRuns.ts';
import { unpackHadoopLz4, unpackLz4 } from '../src/parquet/lz4.ts';
import { repeatedIds } from '../src/parquet/repeatedIds.ts';
import { rowDescription } from '../src/parquet/rowExample.ts';
import { unpackSnappy } from '../src/parquet/snappy.ts';
import { readThrift } from '../src/parquet/thrift.ts';

const written = (write: (writer: ByteWriter) => void): Uint8Array => {
  const writer = new ByteWriter();
  write(writer);
  return writer.getBytes();
};
const readerOf = (bytes: Uint8Array) => ({
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  offset: 0,
});
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
    const head = fc.constantFrom([8, 1], [0x80, 1, 4], [16, 2], [24, 1]);
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

test('structs: lists that claim too much, and nesting without end', () => {
  const struct = Uint8Array.from([0x15, 2, 0x18, 1, 65, 0x00]);
  const { fields, end } = readThrift(struct, 0);
  expect([...fields]).toEqual([
    [1, 1],
    [2, Uint8Array.of(65)],
  ]);
  expect(end).toBe(6);
  const long = Uint8Array.from([0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 7, 1, 2, 3]);
  expect(() => readThrift(long, 0)).toThrow('outside the bounds');
  expect(() => readThrift(new Uint8Array(100_000).fill(0x1c), 0)).toThrow('structs 33 deep');
  expect(() => readThrift(new Uint8Array(100_000).fill(0x19), 0)).toThrow('lists 33 deep');
  expect(() => readThrift(new Uint8Array(100_000).fill(0xff), 0)).toThrow();
});

describe('small files that say they are large', () => {
  let root: string;
  let path: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'xm-parquet-'));
    path = join(root, 'x.parquet');
    parquetWriteFile({
      filename: path,
      columnData: [{ name: 'text', data: ['A', 'B'], type: 'STRING', nullable: false }],
    });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  interface Footer {
    field_2: Record<string, unknown>[];
    field_4: { field_1: { field_3: Record<string, unknown> }[]; field_3: bigint }[];
  }
  /** Writes the file anew with another footer. */
  const withFooter = (change: (footer: Footer) => void): void => {
    const whole = readFileSync(path);
    const start = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
    const footer = deserializeTCompactProtocol(
      readerOf(whole.subarray(start)),
    ) as unknown as Footer;
    change(footer);
    const bytes = written((writer) => serializeTCompactProtocol(writer, { ...footer }));
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(bytes.length);
    tail.write('PAR1', 4);
    writeFileSync(path, Buffer.concat([whole.subarray(0, start), bytes, tail]));
  };

  test('unchanged, it is read', async () => {
    withFooter(() => {});
    expect(await (await parquet(path)).get(1)).toEqual({ id: '1', text: 'B' });
  });

  test('2^50 rows', async () => {
    withFooter(({ field_4: [group] }) => {
      group.field_3 = 2n ** 50n;
      group.field_1[0].field_3.field_5 = 2n ** 50n;
    });
    const data = await parquet(path);
    await expect(data.get(0)).rejects.toThrow(DataError);
    await expect(data.get(0)).rejects.toThrow('x.parquet: a row group must have at most');
  });

  test('the same column in many groups', async () => {
    withFooter((footer) => {
      footer.field_4 = new Array(1000).fill(footer.field_4[0]);
    });
    await expect(parquet(path)).rejects.toThrow(
      /a column at bytes 4 to \d+ of \d+, the one before ends at/,
    );
  });

  test('columns of one name, and a schema as deep as it is long', async () => {
    withFooter(({ field_2: schema, field_4: [group] }) => {
      schema[0].field_5 = 2;
      schema.push(schema[1]);
      group.field_1.push(group.field_1[0]);
    });
    await expect(parquet(path)).rejects.toThrow('two columns named text');
    withFooter((footer) => {
      const name = new TextEncoder().encode('a');
      footer.field_2 = new Array(10_000).fill({ field_4: name, field_5: 1 });
    });
    await expect(parquet(path)).rejects.toThrow('a schema that is no tree');
  });

  test('more rows than ids can be compared', async () => {
    const length = 2 ** 24 + 1;
    const table = { length, columns: new Map(), starts: [0, length], readGroup: async () => [] };
    await expect(repeatedIds(table, 'id', 'x.parquet')).rejects.toThrow(
      'x.parquet: a table with ids must have at most 16777216 rows, this one has 16777217.',
    );
  });

  test('a list that names one long text again and again', () => {
    const long = new Array(17).fill(new Uint8Array(2 ** 20));
    const message = 'a list must have at most 16777216 bytes of text, this one has 17825792.';
    expect(() => factorOf({ names: long }, false)).toThrow(message);
    const table = { length: 1, columns: new Map(), starts: [0, 1], readGroup: async () => [] };
    const context = { columns: { texts: 'texts' }, table };
    expect(() => rowDescription('a', { texts: long }, context)).toThrow(message);
    const texts = long.slice(0, 16);
    expect(rowDescription('a', { texts }, context).texts).toHaveLength(16);
  });
});
