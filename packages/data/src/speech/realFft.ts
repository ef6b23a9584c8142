import { DataError } from '../dataError.ts';

/** The Fourier transform of real numbers, of one size. */
export interface RealFft {
  readonly size: number;
  /**
   * |X[k]|² of X[k] = Σ x[n]·e^(−2πi·k·n/size), for k = 0 … size/2, into `power`. `x` is destroyed.
   */
  powers(x: Float64Array, power: Float64Array): void;
}

const plans = new Map<number, RealFft>();

/** @throws DataError unless `size` is a power of two from 4. */
export function realFft(size: number): RealFft {
  if (!Number.isInteger(size) || size < 4 || 2 ** Math.round(Math.log2(size)) !== size) {
    throw new DataError(`realFft: size must be a power of two from 4, got ${size}.`);
  }
  const plan = plans.get(size) ?? makePlan(size);
  plans.set(size, plan);
  return plan;
}

/**
 * Even and odd numbers are the real and imaginary part of half as many complex ones; their transform is
 * taken apart at the end.
 *
 * @see Cooley and Tukey 1965; Press et al., "Numerical Recipes", 12.3 for the trick with halves.
 */
function makePlan(size: number): RealFft {
  const half = size / 2;
  const cosine = Float64Array.from({ length: half }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sine = Float64Array.from({ length: half }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  const reversed = bitsReversed(half);

  function transform(x: Float64Array): void {
    for (let i = 0; i < half; i++) {
      const j = reversed[i];
      if (j <= i) continue;
      const [re, im] = [x[2 * i], x[2 * i + 1]];
      x[2 * i] = x[2 * j];
      x[2 * i + 1] = x[2 * j + 1];
      x[2 * j] = re;
      x[2 * j + 1] = im;
    }
    for (let span = 1; span < half; span *= 2) {
      const turn = half / span;
      for (let k = 0; k < span; k++) {
        const c = cosine[k * turn];
        const s = sine[k * turn];
        for (let i = 2 * k; i < size; i += 4 * span) {
          const j = i + 2 * span;
          const re = x[j] * c - x[j + 1] * s;
          const im = x[j] * s + x[j + 1] * c;
          x[j] = x[i] - re;
          x[j + 1] = x[i + 1] - im;
          x[i] += re;
          x[i + 1] += im;
        }
      }
    }
  }

  return {
    size,
    powers(x, power) {
      transform(x);
      power[0] = (x[0] + x[1]) ** 2;
      power[half] = (x[0] - x[1]) ** 2;
      for (let k = 1; k < half; k++) {
        const [a, b] = [x[2 * k], x[2 * k + 1]];
        const [c, d] = [x[2 * (half - k)], x[2 * (half - k) + 1]];
        // The transforms of the even and of the odd numbers, each by symmetry.
        const [evenRe, evenIm] = [(a + c) / 2, (b - d) / 2];
        const [oddRe, oddIm] = [(b + d) / 2, (c - a) / 2];
        const re = evenRe + oddRe * cosine[k] - oddIm * sine[k];
        const im = evenIm + oddRe * sine[k] + oddIm * cosine[k];
        power[k] = re * re + im * im;
      }
    },
  };
}

/** Where each of `count` numbers goes when the bits of its index are read backwards. */
function bitsReversed(count: number): Uint32Array {
  const reversed = new Uint32Array(count);
  for (let i = 1; i < count; i++) {
    reversed[i] = (reversed[i >> 1] >> 1) | (i & 1 ? count >> 1 : 0);
  }
  return reversed;
}
