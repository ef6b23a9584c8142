import { DataError } from '../dataError.ts';
import type { Waveform } from './waveform.ts';

/** Zeros of the sinc on either side of a sample that the filter covers. */
const zeros = 10;
/** Kaiser's β: what lies above half the lower rate is damped by more than 50 dB. */
const beta = 5;
/** The filter has 20 numbers for each unit of the larger term of the reduced ratio. */
const largestTerm = 100_000;

/**
 * The same sound with another number of samples a second: y[m] = Σ x[k]·h[m·down − k·up], where
 * up/down is the reduced ratio of the rates and h a windowed sinc that passes what both rates can hold.
 * Before the first sample and after the last there is silence.
 *
 * @param sampleRate hertz, a positive integer
 * @returns ⌈samples·up/down⌉ samples
 * @throws DataError when a rate is not a positive integer, or their ratio has no short form.
 * @see scipy.signal.resample_poly, whose filter this is: firwin(20·max(up, down) + 1, Kaiser 5.0)
 */
export function resample(sound: Waveform, sampleRate: number): Waveform {
  for (const rate of [sound.sampleRate, sampleRate]) {
    if (Number.isInteger(rate) && rate >= 1) continue;
    throw new DataError(`resample: sample rates must be positive integers, got ${rate}.`);
  }
  if (sound.sampleRate === sampleRate) return sound;
  const divisor = greatestCommonDivisor(sound.sampleRate, sampleRate);
  const [up, down] = [sampleRate / divisor, sound.sampleRate / divisor];
  if (Math.max(up, down) > largestTerm) {
    throw new DataError(
      `resample: the reduced ratio of the rates must have terms up to ${largestTerm}, got ` +
        `${up}/${down}. Choose rates with a larger common divisor.`,
    );
  }
  const { samples } = sound;
  const filter = filterFor(up, down);
  const middle = (filter.length - 1) / 2;
  const out = new Float32Array(Math.ceil((samples.length * up) / down));
  for (let m = 0; m < out.length; m++) {
    const at = m * down + middle;
    const first = Math.max(0, Math.ceil((at - 2 * middle) / up));
    const last = Math.min(samples.length - 1, Math.floor(at / up));
    let sum = 0;
    for (let k = first, tap = at - first * up; k <= last; k++, tap -= up) {
      sum += samples[k] * filter[tap];
    }
    out[m] = sum;
  }
  return { sampleRate, samples: out };
}

let latest: { up: number; down: number; filter: Float64Array } | undefined;

/** Kept for the next sound: a dataset's mostly have the same rate. */
function filterFor(up: number, down: number): Float64Array {
  if (latest?.up !== up || latest.down !== down) latest = { up, down, filter: lowPass(up, down) };
  return latest.filter;
}

function lowPass(up: number, down: number): Float64Array {
  const widest = Math.max(up, down);
  const middle = zeros * widest;
  const filter = Float64Array.from({ length: 2 * middle + 1 }, (_, i) => {
    const x = (i - middle) / widest;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * besselI0(beta * Math.sqrt(1 - (x / zeros) ** 2));
  });
  const sum = filter.reduce((a, b) => a + b, 0);
  return filter.map((tap) => (tap * up) / sum);
}

/** I₀(x) = Σ ((x/2)^k / k!)², the modified Bessel function of the first kind. */
function besselI0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
