import { type Tensor, tensor } from '../ops.ts';
import { threefry } from './threefry.ts';

/**
 * A place in a tree of random streams. A value: using it twice gives the same numbers twice, so
 * `split` or `fold` it for every separate use. The numbers are made on the host from integers alone
 * and are therefore equal on every backend.
 */
export interface Rng {
  readonly key: readonly [number, number];
}

/** @param seed an integer, 0 … 2⁵³−1 */
export const createRng = (seed: number): Rng => ({
  key: [Math.floor(seed / 2 ** 32) >>> 0, seed >>> 0],
});

/** The child stream named by an integer (a step, an index) or a word (a layer's name). */
export function fold(rng: Rng, label: number | string): Rng {
  const word = typeof label === 'number' ? label >>> 0 : hash(label);
  const out = new Uint32Array(2);
  threefry(rng.key[0], rng.key[1], typeof label === 'number' ? 1 : 2, word, out);
  return { key: [out[0], out[1]] };
}

/** `count` independent streams. */
export const split = (rng: Rng, count: number): Rng[] =>
  Array.from({ length: count }, (_, i) => fold(rng, i));

/** `count` words, uniform in 0 … 2³²−1. */
export function randomBits(rng: Rng, count: number): Uint32Array {
  const even = count + (count % 2);
  const bits = new Uint32Array(even);
  for (let i = 0; i < even; i += 2) threefry(rng.key[0], rng.key[1], 0, i, bits, i);
  return even === count ? bits : bits.subarray(0, count);
}

/** float32, uniform in [min, max), on a grid of 2⁻²⁴·(max − min). */
export function uniform(rng: Rng, shape: number[], min = 0, max = 1): Tensor {
  const bits = randomBits(rng, sizeOf(shape));
  const values = Float32Array.from(bits, (word) => min + (max - min) * (word >>> 8) * 2 ** -24);
  return tensor(values, shape);
}

/** float32, normal, by Box and Muller: √(−2 ln u)·(cos, sin) 2πv with u in (0, 1]. */
export function normal(rng: Rng, shape: number[], mean = 0, deviation = 1): Tensor {
  const count = sizeOf(shape);
  const bits = randomBits(rng, count + (count % 2));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((bits[i] >>> 8) + 1) * 2 ** -24));
    const angle = 2 * Math.PI * (bits[i + 1] >>> 8) * 2 ** -24;
    values[i] = mean + deviation * radius * Math.cos(angle);
    values[i + 1] = mean + deviation * radius * Math.sin(angle);
  }
  return tensor(values.subarray(0, count), shape);
}

/** float32, 1 with the given probability and 0 otherwise. */
export function bernoulli(rng: Rng, shape: number[], probability: number): Tensor {
  const threshold = probability * 2 ** 32;
  const bits = randomBits(rng, sizeOf(shape));
  return tensor(
    Float32Array.from(bits, (word) => (word < threshold ? 1 : 0)),
    shape,
  );
}

const sizeOf = (shape: number[]): number => shape.reduce((size, n) => size * n, 1);

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
