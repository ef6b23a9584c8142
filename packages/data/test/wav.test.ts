import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { DataError, decodeWav, encodeWav } from '../src/index.ts';

const golden = JSON.parse(readFileSync(`${__dirname}/golden/wav.json`, 'utf8'));

describe(golden.provenance, () => {
  for (const { name, file, sampleRate, expected } of golden.cases) {
    test(name, () => {
      const sound = decodeWav(Uint8Array.from(Buffer.from(file, 'base64')));
      expect(sound.sampleRate).toBe(sampleRate);
      expect(Array.from(sound.samples)).toEqual(expected.map(Math.fround));
    });
  }
});

test('what encodeWav writes, decodeWav reads, to half a step of 16 bits', () => {
  const sample = fc.float({ min: -1, max: Math.fround(0.9999), noNaN: true });
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 50 }), (list) => {
      const { sampleRate, samples } = decodeWav(
        encodeWav({ sampleRate: 16_000, samples: Float32Array.from(list) }),
      );
      expect(sampleRate).toBe(16_000);
      for (const [i, x] of samples.entries()) {
        expect(Math.abs(x - list[i])).toBeLessThanOrEqual(2 ** -16);
      }
    }),
  );
});

test('as floats nothing is lost', () => {
  fc.assert(
    fc.property(fc.float32Array({ minLength: 1, noNaN: true, noDefaultInfinity: true }), (any) => {
      // Minus zero comes back as zero.
      const sound = { sampleRate: 44_100, samples: any.map((x) => x + 0) };
      expect(decodeWav(encodeWav(sound, { samples: 'float32' }))).toEqual(sound);
    }),
  );
});

test('encodeWav cuts what is too loud, and refuses what is no sound', () => {
  const loud = encodeWav({ sampleRate: 8000, samples: Float32Array.of(2, -2) });
  expect(Array.from(decodeWav(loud).samples)).toEqual([1 - 2 ** -15, -1]);
  const samples = Float32Array.of(0, Number.NaN);
  expect(() => encodeWav({ sampleRate: 8000, samples })).toThrow('sample 1 is NaN');
  expect(() => encodeWav({ sampleRate: 22_050.5, samples })).toThrow('a positive integer');
});

describe('bad files are refused with their name', () => {
  const good = encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.1, 0.2, 0.3, 0.4) });
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const bytes = good.slice();
    change(new DataView(bytes.buffer));
    return bytes;
  };
  const refused = (bytes: Uint8Array) => expect(() => decodeWav(bytes, { source: 'a/7.wav' }));

  test.each([
    ['empty', Uint8Array.of(), 'a/7.wav: not a WAV file, it is empty.'],
    ['of another kind', Buffer.from('OggS and more bytes'), 'it begins with "OggS"'],
    ['cut off', good.subarray(0, 48), 'a part must have 8 bytes, there are 4. Fetch it again.'],
    ['cut off before its samples', good.subarray(0, 36), 'holds no samples'],
    ['without a sample', good.subarray(0, 44), 'is cut off'],
    ['silent', changed((v) => v.setUint32(40, 1, true)), 'this one has none. Leave it out.'],
    ['encoded otherwise', changed((v) => v.setUint16(20, 85, true)), 'encoding 85 with 16 bits'],
    ['of 12 bits', changed((v) => v.setUint16(34, 12, true)), 'encoding 1 with 12 bits'],
    ['without channels', changed((v) => v.setUint16(22, 0, true)), 'this one says 0'],
    ['with 999 channels', changed((v) => v.setUint16(22, 999, true)), 'this one says 999'],
    ['without a rate', changed((v) => v.setUint32(24, 0, true)), 'samples a second'],
    ['without a format', changed((v) => v.setUint8(12, 120)), 'format before its samples'],
  ])('%s', (_, bytes, message) => {
    refused(bytes).toThrow(DataError);
    refused(bytes).toThrow(message);
  });

  test('samples that are not numbers', () => {
    const bytes = changed((v) => {
      v.setUint16(20, 3, true);
      v.setUint16(34, 32, true);
      v.setFloat32(48, Number.NaN, true);
    });
    refused(bytes).toThrow('sample 1 is NaN');
  });
});

test('a file that was written to a pipe is read to its end', () => {
  const bytes = encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.5, 0.25) });
  for (const unknown of [0, 0xffffffff]) {
    new DataView(bytes.buffer).setUint32(40, unknown, true);
    expect(Array.from(decodeWav(bytes).samples)).toEqual([0.5, 0.25]);
  }
});

test('any bytes give a sound or a DataError', () => {
  const header = encodeWav({ sampleRate: 8000, samples: Float32Array.of(0.1, 0.2, 0.3) });
  const edited = fc
    .array(fc.tuple(fc.nat(header.length - 1), fc.nat(255)), { maxLength: 6 })
    .map((edits) => {
      const bytes = header.slice();
      for (const [at, value] of edits) bytes[at] = value;
      return bytes;
    });
  const cut = fc.tuple(edited, fc.nat(header.length)).map(([bytes, end]) => bytes.subarray(0, end));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), edited, cut), (bytes) => {
      try {
        const { samples, sampleRate } = decodeWav(bytes);
        expect(samples.length).toBeGreaterThan(0);
        expect(sampleRate).toBeGreaterThan(0);
        expect(samples.every(Number.isFinite)).toBe(true);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});
