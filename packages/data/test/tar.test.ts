import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { DataError } from '../src/index.ts';
import { streamSource } from '../src/tar/byteSource.ts';
import { readTar } from '../src/tar/readTar.ts';
import { tarEnd, tarEntry } from '../src/tar/tarEntry.ts';
import { checksum } from '../src/tar/tarHeader.ts';
import { nextTarMember } from '../src/tar/tarMember.ts';

interface Golden {
  provenance: string;
  cases: {
    name: string;
    file: string;
    members: { name: string; offset: number; text: string }[];
  }[];
  entries: { name: string; text: string; entry: string }[];
}
const golden: Golden = JSON.parse(readFileSync(`${__dirname}/golden/tar.json`, 'utf8'));
const unpacked = (base64: string) => gunzipSync(Buffer.from(base64, 'base64'));
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** Bytes in chunks of no useful size. */
async function* chunked(bytes: Uint8Array, size = 700): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function filesIn(bytes: Uint8Array, size?: number) {
  const files: { name: string; text: string }[] = [];
  for await (const file of readTar(chunked(bytes, size), 'x.tar')) {
    files.push({ name: file.name, text: Buffer.from(file.bytes).toString('latin1') });
  }
  return files;
}

const archive = (...entries: Uint8Array[]): Uint8Array => Buffer.concat([...entries, tarEnd()]);

describe(golden.provenance, () => {
  test.each(golden.cases)('reads $name', async ({ file, members }) => {
    const bytes = unpacked(file);
    const expected = members.map(({ name, text }) => ({ name, text }));
    for (const size of [1, 511, 512, 100_000]) expect(await filesIn(bytes, size)).toEqual(expected);
    const source = streamSource(chunked(bytes));
    for (const { name, offset } of members) {
      const member = await nextTarMember(source, 'x.tar');
      expect(member).toMatchObject({ name, offset });
      await source.skip(member!.padded);
    }
    expect(await nextTarMember(source, 'x.tar')).toBeUndefined();
  });

  test.each(golden.entries)('writes what tarfile writes: $name', ({ name, text, entry }) => {
    expect(Buffer.from(tarEntry(name, bytesOf(text))).equals(unpacked(entry))).toBe(true);
  });
});

test('what tarEntry writes, readTar reads', async () => {
  const file = fc.record({
    name: fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 150 })
      .filter((name) => !/[\0\\/\ufffd:]|^\.+$/.test(name)),
    bytes: fc.uint8Array({ maxLength: 1100 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { maxLength: 4 }),
      fc.integer({ min: 1, max: 2000 }),
      async (files, size) => {
        const written = archive(...files.map(({ name, bytes }) => tarEntry(name, bytes)));
        expect(await filesIn(written, size)).toEqual(
          files.map(({ name, bytes }) => ({ name, text: Buffer.from(bytes).toString('latin1') })),
        );
      },
    ),
    { numRuns: 100 },
  );
});

/** An entry with a header changed by hand, its checksum made good. */
function changed(entry: Uint8Array, change: (header: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(entry);
  change(bytes);
  bytes.write(`${checksum(bytes).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return bytes;
}

const good = tarEntry('a/7.txt', bytesOf('seven'));
const typed = (type: string) =>
  changed(tarEntry('a/7.txt', bytesOf('')), (h) => h.write(type, 156, 'latin1'));
const pax = (record: string) => [
  changed(tarEntry('x', bytesOf(record)), (h) => h.write('x', 156, 'latin1')),
  good,
];

describe('is refused with the member', () => {
  test.each<[string, Uint8Array, string]>([
    ['empty', bytesOf(''), 'x.tar: the archive is cut off at byte 0'],
    ['cut off in a header', good.subarray(0, 300), 'cut off at byte 300'],
    ['cut off in a file', good.subarray(0, 514), "cut off at member 'a/7.txt'"],
    ['cut off in the zeros behind a file', good.subarray(0, 600), "cut off at member 'a/7.txt'"],
    ['without an end', good, 'cut off at byte 1024; an archive must end in zeros'],
    [
      'a wrong checksum',
      archive(Buffer.from(good).fill(65, 1, 2)),
      "x.tar, member 'aA7.txt': the checksum of",
    ],
    [
      'a size that is none',
      archive(changed(good, (h) => h.write('0000000009x', 124))),
      'must be a whole number',
    ],
    [
      'a size below zero',
      archive(changed(good, (h) => h.fill(255, 124, 136))),
      'must be a whole number',
    ],
    [
      'a size beyond counting',
      archive(changed(good, (h) => h.fill(255, 125, 136).writeUInt8(128, 124))),
      'must be a whole number',
    ],
    [
      'an absurd size',
      archive(changed(good, (h) => h.write('77777777777', 124))),
      'it has 8589934591 bytes',
    ],
    [
      'an absurd name',
      archive(changed(typed('L'), (h) => h.write('77777777777', 124))),
      'must have at most 131072 bytes',
    ],
    ['a damaged pax header', archive(...pax('99 path=x\n')), 'a pax header is damaged'],
    ['a pax record without a key', archive(...pax('5 ab\n')), 'must be key=value'],
    ['a pax size that is none', archive(...pax('10 size=x\n')), 'must be a whole number'],
    [
      'holes, as pax has them',
      archive(...pax('22 GNU.sparse.major=1\n')),
      "'a/7.txt': it is a file with holes",
    ],
    ['holes, as GNU has them', archive(typed('S')), "'a/7.txt': it is a file with holes"],
    [
      'a hard link',
      archive(typed('1')),
      "'a/7.txt': members must be plain files, this is a hard link",
    ],
    ['a link', archive(typed('2')), 'this is a link'],
    ['a device', archive(typed('3')), 'this is a device'],
    ['a pipe', archive(typed('6')), 'this is a pipe'],
    ['an unknown type', archive(typed('Q')), 'of an unknown type'],
    [
      'a name that climbs',
      archive(tarEntry('a/../../b.txt', bytesOf(''))),
      "'a/../../b.txt': names must not lead out",
    ],
    [
      'a name from the root',
      archive(tarEntry('/etc/x.txt', bytesOf(''))),
      'names must not lead out',
    ],
    ['a name from a drive', archive(tarEntry('C:\\x.txt', bytesOf(''))), 'names must not lead out'],
    [
      'a name in Latin-1',
      archive(changed(good, (h) => h.writeUInt8(0xe9, 1))),
      'names must be UTF-8',
    ],
    ['two archives in one', archive(archive(good), good), 'goes on behind its end, at byte 2560'],
    ['zeros without end', archive(new Uint8Array(2 ** 20 + 4096)), 'goes on behind its end'],
  ])('%s', async (_, bytes, message) => {
    const error = await filesIn(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toContain(message);
  });
});

test('a header of the whole archive, folders and fill are passed over', async () => {
  const comment = changed(tarEntry('pax_global_header', bytesOf('13 comment=x\n')), (h) =>
    h.write('g', 156),
  );
  const bytes = archive(
    comment,
    typed('5'),
    tarEntry('old/', bytesOf('')),
    good,
    new Uint8Array(10_240),
  );
  expect(await filesIn(bytes)).toEqual([{ name: 'a/7.txt', text: 'seven' }]);
});

test('any bytes, and any damage to an archive, end in files or a DataError', async () => {
  const whole = archive(
    good,
    ...pax('14 path=b.txt\n'),
    tarEntry('ä'.repeat(90), bytesOf('x'.repeat(600))),
  );
  const damage = fc.array(
    fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(0, 1, 32, 48, 55, 76, 120, 128, 255)),
    { minLength: 1, maxLength: 6 },
  );
  // With its checksums made good, damage gets past the first check.
  const mended = (bytes: Uint8Array) => {
    for (let at = 0; at + 512 <= bytes.length; at += 512) {
      if (bytes[at + 257] === 117)
        bytes.set(
          changed(bytes.subarray(at, at + 512), () => {}),
          at,
        );
    }
    return bytes;
  };
  const damaged = fc
    .tuple(damage, fc.boolean(), fc.nat(whole.length))
    .map(([places, mend, end]) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of places) bytes[at] = value;
      return (mend ? mended(bytes) : bytes).subarray(0, mend ? bytes.length : end);
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 3000 })), async (bytes) => {
      const error = await filesIn(bytes).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined && !(error instanceof DataError)) throw error;
    }),
    { numRuns: 500 },
  );
});
