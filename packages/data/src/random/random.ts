import { DataError } from '../dataError.ts';
import { naturalLog } from './naturalLog.ts';
import { threefry } from './threefry.ts';

/** A stream of random numbers. The same seed and counters give the same stream on every machine. */
export interface Random {
  /** Uniform in [min, max), [0, 1) unless told otherwise; on a grid of 2⁻⁵³·(max − min). */
  uniform(min?: number, max?: number): number;
  /** Standard normal, by Marsaglia's polar method. */
  normal(): number;
  /** Uniform in 0 … n−1. The bias is below n·2⁻⁵³. */
  integer(n: number): number;
  /** 0 … n−1 in random order, by the shuffle of Fisher and Yates. */
  permutation(n: number): Uint32Array;
}

/**
 * The random stream named by a seed and counters, such as an epoch and an index. Streams with
 * different names are independent, so work can be done in any order and still come out the same.
 *
 * Every number is a function of (name, how many were drawn before) by Threefry-2x32. Only
 * operations that IEEE 754 rounds exactly are used (+ − × ÷ √), hence the own logarithm.
 *
 * @param seed an integer in 0 … 2⁵³−1   @param counters integers in 0 … 2⁵³−1
 * @throws DataError when one of them is not.
 */
export function random(seed: number, ...counters: number[]): Random {
  const [key0, key1] = streamKey(seed, counters);
  const words = new Uint32Array(2);
  let drawn = 0;

  const unit = (): number => {
    threefry(key0, key1, Math.floor(drawn / 2 ** 32), drawn >>> 0, words);
    drawn++;
    return ((words[0] >>> 5) * 2 ** 26 + (words[1] >>> 6)) * 2 ** -53;
  };
  const integer = (n: number): number => Math.floor(unit() * n);

  return {
    uniform: (min = 0, max = 1) => min + (max - min) * unit(),
    normal() {
      for (;;) {
        const u = 2 * unit() - 1;
        const v = 2 * unit() - 1;
        const s = u * u + v * v;
        if (s > 0 && s < 1) return u * Math.sqrt((-2 * naturalLog(s)) / s);
      }
    },
    integer,
    permutation(n) {
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(i + 1);
        const kept = order[i];
        order[i] = order[j];
        order[j] = kept;
      }
      return order;
    },
  };
}

/** Enciphers the counters one after the other, each with the key that those before it gave. */
function streamKey(seed: number, counters: readonly number[]): [number, number] {
  let key: [number, number] = [high(seed), low(seed)];
  const words = new Uint32Array(2);
  for (const counter of counters) {
    // Draws leave the top bit of the first word clear, so names never collide with numbers drawn.
    threefry(key[0], key[1], high(counter) | 0x80000000, low(counter), words);
    key = [words[0], words[1]];
  }
  return key;
}

function high(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return Math.floor(value / 2 ** 32);
  throw new DataError(
    `random: a seed and its counters must be integers in 0 to 2^53-1, got ${value}.`,
  );
}

const low = (value: number): number => value >>> 0;
