import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { BitReader } from '../src/flac/bitReader.ts';
import { DamagedFrame, readSubframe } from '../src/flac/subframe.ts';
import { DataError, decodeFlac } from '../src/index.ts';
import { soundCollector } from '../src/speech/soundCollector.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/sound.json`, 'utf8'));
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const fileOf = (name: string): Uint8Array =>
  bytesOf(golden.cases.find((one: { name: string }) => one.name === name).file);

describe(golden.provenance, () => {
  for (const { name, file, sampleRate, expected } of golden.cases) {
    if (!name.startsWith('FLAC')) continue;
    test(name, () => {
      const sound = decodeFlac(bytesOf(file));
      expect(sound.sampleRate).toBe(sampleRate);
      expect(sound.samples).toEqual(new Float32Array(bytesOf(expected).buffer));
    });
  }
});

const good = fileOf('FLAC, 16 bits, two blocks');
const changed = (change: (bytes: Uint8Array, view: DataView) => void): Uint8Array => {
  const bytes = good.slice();
  change(bytes, new DataView(bytes.buffer));
  return bytes;
};

describe('bad files are refused with their name', () => {
  test.each([
    ['empty', Uint8Array.of(), 'not a FLAC file'],
    ['of another kind', Buffer.from('OggS and more'), 'not a FLAC file'],
    ['cut off in the head', good.subarray(0, 30), 'cut off in its head'],
    [
      'cut off in a block',
      good.subarray(0, good.length - 3),
      'from sample 4096 on. Fetch it again.',
    ],
    [
      'cut off between blocks',
      good.subarray(0, secondBlock()),
      'must be 4500 samples, there are 4096',
    ],
    [
      'changed',
      changed((bytes) => bytes.fill(0, 5000, 5010)),
      'damaged or cut off from sample 0 on',
    ],
    [
      'without its head',
      changed((bytes) => bytes.fill(4, 4, 5)),
      'begin with what its sound is like',
    ],
    ['of 2 bits', changed((_, view) => view.setUint16(20, 0x0010)), '2 bits'],
    ['without a rate', changed((_, view) => view.setUint32(18, 0x000000f0)), '0 a second'],
    ['of hours', changed((_, view) => view.setUint32(22, 0xffffffff)), 'at most 64000000 samples'],
    ['with other channels', changed((_, view) => view.setUint8(20, 0xf2)), 'from sample 0 on'],
    ['without a sample', noSamples(), 'this one has none. Leave it out.'],
  ])('%s', (_, bytes, message) => {
    const decode = () => decodeFlac(bytes, { source: 'a/7.flac' });
    expect(decode).toThrow(DataError);
    expect(decode).toThrow(`a/7.flac: `);
    expect(decode).toThrow(message);
  });

  function secondBlock(): number {
    for (let at = good.length - 2; ; at--) {
      if (good[at] === 0xff && good[at + 1] === 0xf8 && good[at + 4] === 1) return at;
    }
  }

  /** A head that does not say how many samples there are, and nothing after it. */
  function noSamples(): Uint8Array {
    const bytes = good.slice(0, 42);
    bytes[4] |= 0x80;
    bytes.fill(0, 22, 26);
    return bytes;
  }
});

test('what comes after the last sample is no sound', () => {
  const tagged = Uint8Array.from([...good, ...Buffer.from('TAG and a title')]);
  expect(decodeFlac(tagged)).toEqual(decodeFlac(good));
});

test('a sound of too many samples is refused before it is gathered', () => {
  const collector = soundCollector('a.opus');
  expect(() => collector.add([{ length: 64_000_001 }], 1)).toThrow('at most 64000000 samples');
  expect(() => soundCollector('a').add([[0, Number.NaN]], 1)).toThrow('sample 1 is NaN');
});

test('the parts of a gathered sound are those that were asked for', () => {
  const part = fc.tuple(fc.nat(12), fc.nat(12));
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 5 }), part, (sizes, [from, to]) => {
      const collector = soundCollector('a');
      const all: number[] = [];
      for (const size of sizes) {
        const block = Array.from({ length: size }, (_, i) => all.length + i);
        all.push(...block);
        collector.add([block, block.map((x) => x + 2)], 0.5);
      }
      const expected = all.slice(from, to).map((x) => (x + 1) / 2);
      if (expected.length === 0) expect(() => collector.sound(8, from, to)).toThrow('has none');
      else expect(Array.from(collector.sound(8, from, to).samples)).toEqual(expected);
    }),
  );
});

test('any bytes give a sound or a DataError', () => {
  const edits = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 });
  const cut = fc.tuple(edits, fc.nat(good.length)).map(([list, end]) => {
    const bytes = good.slice(0, end);
    for (const [at, value] of list) if (at < end) bytes[at] = value;
    return bytes;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), cut), (bytes) => {
      try {
        expect(decodeFlac(bytes).samples.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 300 },
  );
});

test('what a Rice code would make longer stands as it is', () => {
  const out = new Float64Array(2);
  // A fixed predictor of order 0; one part, escaped: numbers of 4 bits, 5 and -2.
  readSubframe(new BitReader(Uint8Array.of(0x10, 0x03, 0xc8, 0xbc), 0), 16, out);
  expect(Array.from(out)).toEqual([5, -2]);
});

test('any bits give samples or a damaged frame, soon', () => {
  const bits = fc.uint8Array({ minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(0, 2, 16, 24, 64, 100), bits, (kind, bytes) => {
      bytes[0] = kind;
      const out = new Float64Array(64);
      try {
        readSubframe(new BitReader(bytes, 0), 16, out);
        expect(out.every(Number.isInteger)).toBe(true);
      } catch (error) {
        if (!(error instanceof DamagedFrame)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});
