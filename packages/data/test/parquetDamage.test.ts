import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';
import { parquetWriteFile } from 'hyparquet-writer';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';
import { DataError } from '../src/index.ts';
import { parquet } from '../src/node.ts';
import { factorOf } from '../src/parquet/cells.ts';
import { repeatedIds } from '../src/parquet/repeatedIds.ts';
import { rowDescription } from '../src/parquet/rowExample.ts';
import { readThrift } from '../src/parquet/thrift.ts';
import { readerOf, written } from './parquetBytes.ts';

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
  // Three million structs with nothing in them.
  const empty = new Uint8Array(3e6);
  empty.set([0x19, 0xfc, 0xc0, 0x8d, 0xb7, 0x01]);
  expect(() => readThrift(empty, 0)).toThrow('more than fits into memory');
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

  test('a page of 2^31 - 1 values', async () => {
    const rows = {
      name: 'n',
      data: new Int32Array(300),
      type: 'INT32',
      encoding: 'DELTA_BINARY_PACKED',
    } as const;
    const text = { name: 'text', data: new Array(300).fill('A'), type: 'STRING' } as const;
    parquetWriteFile({
      filename: path,
      codec: 'UNCOMPRESSED',
      columnData: [{ ...rows, nullable: false }, text],
    });
    const whole = readFileSync(path);
    // 300 in a header, as a 32-bit integer in field 1.
    const at = whole.indexOf(Buffer.from([0x15, 0xd8, 0x04]));
    const huge = Buffer.from([0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f]);
    const bytes = Buffer.concat([whole.subarray(0, at), huge, whole.subarray(at + 3)]);
    writeFileSync(path, bytes);
    withFooter(({ field_4: [group] }) => {
      const [first, second] = group.field_1.map(({ field_3 }) => field_3);
      first.field_7 = (first.field_7 as bigint) + 3n;
      second.field_9 = (second.field_9 as bigint) + 3n;
      if (second.field_11) second.field_11 = (second.field_11 as bigint) + 3n;
    });
    await expect((await parquet(path)).get(0)).rejects.toThrow('more than 300 values');
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
