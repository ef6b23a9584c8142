import * as fc from 'fast-check';
import { DataError } from '../src/index.ts';
import { pack, unpack } from '../src/loading/pack.ts';

test('gives back what it was given, in other memory', () => {
  const arrays = fc.oneof(
    fc.uint8Array(),
    fc.int16Array(),
    fc.float32Array(),
    fc.float64Array(),
    fc.uint32Array(),
  );
  const value = fc.object({
    values: [fc.string(), fc.boolean(), fc.constant(null), fc.integer(), arrays],
    maxDepth: 3,
  });
  fc.assert(
    fc.property(value, (given) => {
      const got = unpack(pack(given));
      expect(got).toEqual(given);
    }),
  );
  const data = Uint8Array.of(1, 2, 3);
  const { copy } = unpack(pack({ copy: data })) as { copy: Uint8Array };
  data[0] = 9;
  expect([...copy]).toEqual([1, 2, 3]);
});

test('reads from the middle of a block, and takes a Buffer for what it is', () => {
  const bytes = pack({ a: Buffer.from([7, 8]), b: Float64Array.of(1.5) });
  const shifted = new Uint8Array(bytes.length + 8);
  shifted.set(bytes, 8);
  expect(unpack(shifted.subarray(8))).toEqual({ a: Uint8Array.of(7, 8), b: Float64Array.of(1.5) });
});

test('refuses numbers and arrays that would not come back', () => {
  expect(() => pack({ x: Number.NaN })).toThrow(/'x' is NaN/);
  expect(() => pack({ x: new BigInt64Array(1) })).toThrow(/must be one of Uint8Array/);
});

test('any bytes end in a value or a DataError', () => {
  const sound = pack({ id: 'x', a: Float32Array.of(1, 2), b: [Uint8Array.of(3)] });
  const damaged = fc
    .tuple(fc.nat(sound.length - 1), fc.nat(255), fc.nat(sound.length))
    .map(([at, byte, length]) => {
      const bytes = sound.slice();
      bytes[at] = byte;
      return bytes.slice(0, length);
    });
  const any = fc.uint8Array().map((bytes) => new Uint8Array(bytes));
  fc.assert(
    fc.property(fc.oneof(damaged, any), (bytes) => {
      try {
        unpack(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }),
  );
});
