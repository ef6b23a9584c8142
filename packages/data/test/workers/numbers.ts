import { DataError, type Dataset, dataset, type Transform } from '../../src/index.ts';

/** Examples in three modalities whose content is their index. Those whose index ends in 7 are damaged. */
export const numbers = (length: number): Dataset =>
  dataset(length, async (index) => {
    if (index % 10 === 7) throw new DataError(`number ${index}: damaged.`);
    return {
      id: `n${index}`,
      ...(index % 3 === 0 ? {} : { text: `${index}` }),
      image: { width: 1, height: 1, channels: 3, data: Uint8Array.of(index, 0, 0) },
      speech: { sampleRate: 8000, samples: Float32Array.of(index, Number.NaN) },
      factors: { index },
    };
  });

/** A random change whose outcome shows. */
export const change: Transform = (example, random) => ({
  ...example,
  factors: { ...example.factors, drawn: random.integer(2 ** 31), normal: random.normal() },
});
