import { golden } from '@xm/testing/node';
import * as fc from 'fast-check';
import { decodeSafetensors, encodeSafetensors } from '../src/index.ts';
import { fromFloat16, toFloat16 } from '../src/params/float16.ts';

const { inputs, expected, provenance } = golden<
  { bits: number[] },
  { halves: number[]; back: number[] }
>(`${__dirname}/golden/float16.json`);
const floats = (bits: number[]): Float32Array => new Float32Array(Uint32Array.from(bits).buffer);

describe(provenance, () => {
  test('rounds to the same bits', () => {
    expect(Array.from(toFloat16(floats(inputs.bits)))).toEqual(expected.halves);
  });

  test('reads the same numbers', () => {
    expect(fromFloat16(Uint16Array.from(expected.halves))).toEqual(floats(expected.back));
  });
});

test('every number of 16 bits comes back as it was', () => {
  const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
  const numbers = all.filter((bits) => (bits & 0x7c00) !== 0x7c00 || (bits & 0x3ff) === 0);
  expect(toFloat16(fromFloat16(numbers))).toEqual(numbers);
});

test('what is not a number stays none', () => {
  expect(fromFloat16(toFloat16(Float32Array.of(Number.NaN)))).toEqual(Float32Array.of(Number.NaN));
});

test('a file of halves is half as large and off by at most 2⁻¹¹', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { minLength: 200 }),
      (list) => {
        const data = Float32Array.from(list);
        const ids = { dtype: 'int32' as const, shape: [2], data: Int32Array.of(1, 2 ** 30) };
        const tensors = { a: { dtype: 'float32' as const, shape: [data.length], data }, ids };
        const bytes = encodeSafetensors(tensors, {}, { half: true });
        expect(bytes.length).toBeLessThan(0.9 * encodeSafetensors(tensors).length);
        const read = decodeSafetensors(bytes).tensors;
        expect(read['ids']).toEqual(ids);
        expect(read['a'].dtype).toBe('float32');
        for (const [i, x] of read['a'].data.entries()) {
          expect(Math.abs(x - data[i])).toBeLessThanOrEqual(
            Math.abs(data[i]) * 2 ** -11 + 2 ** -25,
          );
        }
      },
    ),
    { numRuns: 10 },
  );
});
