import { DataError } from '../dataError.ts';
import { complexFft } from './complexFft.ts';

/**
 * The Fourier transform of real numbers, of one size: X[k] = Σ x[n]·e^(−2πi·k·n/size), k = 0 … size/2.
 * It has its own room to work in, which the next call uses again.
 */
export interface RealFft {
  readonly size: number;
  /** X into `re` and `im`, size/2 + 1 numbers each. */
  forward(x: Float64Array, re: Float64Array, im: Float64Array): void;
  /** The x whose transform is X, into `x`. The imaginary parts of X[0] and X[size/2] count as 0. */
  inverse(re: Float64Array, im: Float64Array, x: Float64Array): void;
  /** |X|² into `power`, size/2 + 1 numbers. */
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
 * taken apart at the end, and put together for the way back.
 *
 * @see Press et al., "Numerical Recipes", 12.3
 */
function makePlan(size: number): RealFft {
  const half = size / 2;
  const cosine = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sine = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  const fft = complexFft(half);
  const { re: outRe, im: outIm } = fft;
  const joined = new Float64Array(size);
  const allRe = new Float64Array(half + 1);
  const allIm = new Float64Array(half + 1);

  return {
    size,
    forward(x, re, im) {
      fft.transform(x);
      re[0] = outRe[0] + outIm[0];
      re[half] = outRe[0] - outIm[0];
      im[0] = 0;
      im[half] = 0;
      for (let k = 1, j = half - 1; k <= j; k++, j--) {
        // Halves of the transforms of the even and of the odd numbers, each by symmetry.
        const even = (outRe[k] + outRe[j]) / 2;
        const evenIm = (outIm[k] - outIm[j]) / 2;
        const odd = (outIm[k] + outIm[j]) / 2;
        const oddIm = (outRe[j] - outRe[k]) / 2;
        const turned = odd * cosine[k] - oddIm * sine[k];
        const turnedIm = odd * sine[k] + oddIm * cosine[k];
        re[k] = even + turned;
        im[k] = evenIm + turnedIm;
        re[j] = even - turned;
        im[j] = turnedIm - evenIm;
      }
    },
    powers(x, power) {
      this.forward(x, allRe, allIm);
      for (let k = 0; k <= half; k++) power[k] = allRe[k] * allRe[k] + allIm[k] * allIm[k];
    },
    inverse(re, im, x) {
      // Real and imaginary parts change places before and after: that turns a transform into its inverse.
      joined[0] = re[0] - re[half];
      joined[1] = re[0] + re[half];
      for (let k = 1, j = half - 1; k < half; k++, j--) {
        const oddRe = (re[k] - re[j]) * cosine[k] + (im[k] + im[j]) * sine[k];
        const oddIm = (im[k] + im[j]) * cosine[k] - (re[k] - re[j]) * sine[k];
        joined[2 * k] = im[k] - im[j] + oddRe;
        joined[2 * k + 1] = re[k] + re[j] - oddIm;
      }
      fft.transform(joined);
      for (let n = 0; n < half; n++) {
        x[2 * n] = outIm[n] / size;
        x[2 * n + 1] = outRe[n] / size;
      }
    },
  };
}
