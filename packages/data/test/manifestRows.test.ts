import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { csvFormat } from '../src/manifest/csvFormat.ts';
import { findRepeats, hashOf } from '../src/manifest/repeats.ts';
import { RowPlaces } from '../src/manifest/rowPlaces.ts';
import { scanRows } from '../src/manifest/scanRows.ts';
import { Uint32List } from '../src/manifest/uint32List.ts';
import { stillFile } from '../src/node/stillFile.ts';

const listOf = (values: readonly number[]): Uint32List => {
  const list = new Uint32List();
  for (const value of values) list.push(value);
  return list;
};

/** The plain twin: csv-parse over the whole text, undefined when a quote never ends. */
function twin(bytes: Buffer, delimiter: string): string[][] | undefined {
  try {
    return parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch {
    return undefined;
  }
}

/** The rows of some bytes, each found by `rowEnd` and read alone; undefined when a quote never ends. */
function found(bytes: Buffer, delimiter: ',' | '\t'): string[][] | undefined {
  const format = csvFormat('any', delimiter);
  const rows: string[][] = [];
  let [at, line] = [0, 1];
  while (at < bytes.length) {
    const end = format.rowEnd(bytes, at, true);
    if (end < 0) return undefined;
    line += format.lines;
    rows.push(...twin(bytes.subarray(at, end), delimiter)!);
    // Whether the row is whole does not depend on what follows it.
    const whole = bytes[end - 1] === 10;
    if (format.rowEnd(bytes.subarray(0, end), at, false) !== (whole ? end : -1)) return undefined;
    if (format.rowEnd(bytes.subarray(0, end - 1), at, false) !== -1) return undefined;
    at = end;
  }
  expect(line).toBe(1 + bytes.toString().split('\n').length - 1);
  return rows;
}

test('rows end where csv-parse ends them', () => {
  const pieces = fc.constantFrom(',', '\t', '"', '""', '\n', '\r\n', '\r', '\0', 'é', 'a', ' ');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom(',', '\t'), (some, by) => {
      const bytes = Buffer.from(some.join(''));
      expect(found(bytes, by as ',')).toEqual(twin(bytes, by));
    }),
    { numRuns: 300 },
  );
});

test('cells are those of csv-parse', () => {
  const pieces = fc.constantFrom(',', '"', '""', '\n', '\r\n', '\r', 'é', 'a', ' ');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (some) => {
      const bytes = Buffer.from(`a,b,c\n${some.join('')}`);
      const rows = twin(bytes, ',')?.slice(1) ?? [];
      const format = csvFormat('any', ',');
      let [at, seen] = [0, 0];
      while (at < bytes.length && rows.length > 0) {
        const end = format.rowEnd(bytes, at, true);
        if (format.glance(bytes, at, end)) {
          const cells = format.columns.map((name) => format.cell(name));
          const row = rows[seen++];
          expect(cells).toEqual([0, 1, 2].map((i) => row[i] ?? ''));
          const { values } = format.parse(bytes.subarray(at));
          expect(values).toEqual(
            row.length === 3 ? { a: row[0], b: row[1], c: row[2] } : undefined,
          );
        }
        at = end;
      }
      expect(seen).toBe(rows.length);
    }),
    { numRuns: 300 },
  );
});

test('rows are found across the pieces that a file is read in, however long they are', async () => {
  const root = mkdtempSync(join(tmpdir(), 'xm-rows-'));
  try {
    const rows = Array.from({ length: 300 }, (_, i) => [
      `${i}`,
      `é"\r\n,${'ß\n'.repeat((i * 370) % 1000)}`,
      i === 150 ? 'x'.repeat(3_000_000) : '',
    ]);
    const text = rows
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
      .join('\r\n\r\n');
    const path = join(root, 'a.csv');
    writeFileSync(path, `\ufeffa,b,c\r\n${text}`);
    const format = csvFormat('a.csv', ',');
    const seen: string[][] = [];
    const lines: number[] = [];
    const progress: number[] = [];
    await scanRows(
      await stillFile(path, 'manifest'),
      'a.csv',
      format,
      (_, line) => {
        seen.push(format.columns.map((name) => format.cell(name)));
        lines.push(line);
      },
      { onProgress: (done, total) => progress.push(done / total) },
    );
    expect(seen).toEqual(rows);
    const heights = rows.map(([, b]) => b.split('\n').length + 1);
    const expected = heights.map((_, i) => 2 + heights.slice(0, i).reduce((sum, h) => sum + h, 0));
    expect(lines).toEqual(expected);
    expect(progress.length).toBeGreaterThan(3);
    expect(progress.at(-1)).toBe(1);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('places beyond four gigabytes', () => {
  const places = new RowPlaces(5 * 2 ** 33);
  const starts = Array.from({ length: 1000 }, (_, i) => i * 0x2345678 + (i > 700 ? 2 ** 34 : 0));
  for (const [row, start] of starts.entries()) places.push(start, 2 * row + 1);
  expect(starts.map((_, row) => places.start(row))).toEqual(starts);
  expect(starts.map((_, row) => places.end(row))).toEqual([...starts.slice(1), 5 * 2 ** 33]);
  const known = starts.map((_, row) => places.lineBefore(row));
  expect(known.every(({ row, line }, i) => line === 2 * row + 1 && i - row >= 0)).toBe(true);
  expect(Math.max(...known.map(({ row }, i) => i - row))).toBe(255);
});

test('a list of integers gives back what it took', () => {
  const values = Array.from({ length: 70_000 }, (_, i) => (i * 2654435761) % 2 ** 32);
  const list = listOf(values);
  expect(list.length).toBe(values.length);
  expect(values.every((value, i) => list.at(i) === value)).toBe(true);
});

test('rows with equal hashes are found as a map finds them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 })), async (few) => {
      const hashes = few.map((x) => (x * 0x9e3779b1) >>> 0);
      const repeats = await findRepeats(listOf(hashes));
      const before = hashes.map((hash, row) =>
        hashes.flatMap((other, i) => (other === hash && i < row ? [i] : [])),
      );
      expect(hashes.map((_, row) => [...repeats.before(row)])).toEqual(before);
    }),
  );
});

test('a text has the hash of the published algorithm', () => {
  // http://www.isthe.com/chongo/src/fnv/test_fnv.c
  expect(hashOf('')).toBe(0x811c9dc5);
  expect(hashOf('a')).toBe(0xe40c292c);
  expect(hashOf('foobar')).toBe(0xbf9cf968);
});
