import { hann, type Window } from './hann.ts';
import { realFft } from './realFft.ts';

/** How a sound is cut into frames. */
export interface FrameSizes {
  readonly fftSize: number;
  readonly windowLength: number;
  readonly hop: number;
}

/** The Fourier transforms of frames: real and imaginary parts, float64 [frames, fftSize/2 + 1]. */
export interface Spectra {
  readonly frames: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export const blankSpectra = (frames: number, { fftSize }: FrameSizes): Spectra => ({
  frames,
  re: new Float64Array(frames * (fftSize / 2 + 1)),
  im: new Float64Array(frames * (fftSize / 2 + 1)),
});

/** The samples from `start` on under the window, into `framed`; beyond the ends there is silence. */
export function takeFrame(
  samples: Float32Array | Float64Array,
  start: number,
  { first, values }: Window,
  framed: Float64Array,
): void {
  const from = start + first;
  const begin = Math.max(0, -from);
  const end = Math.min(values.length, samples.length - from);
  if (begin > 0 || end < values.length) framed.fill(0);
  for (let i = begin; i < end; i++) framed[first + i] = samples[from + i] * values[i];
}

/** The transforms of the frames around every `hop`-th sample under a Hann window, into `out`. */
export function stft(samples: Float64Array, sizes: FrameSizes, out: Spectra): void {
  const { fftSize, windowLength, hop } = sizes;
  const fft = realFft(fftSize);
  const window = hann(windowLength, fftSize);
  const framed = new Float64Array(fftSize);
  const bins = fftSize / 2 + 1;
  for (let frame = 0; frame < out.frames; frame++) {
    takeFrame(samples, frame * hop - fftSize / 2, window, framed);
    const at = frame * bins;
    fft.forward(framed, out.re.subarray(at, at + bins), out.im.subarray(at, at + bins));
  }
}

/**
 * The sound whose `stft` comes nearest to the spectra, by squares: Σ w·x / Σ w² where frames overlap.
 *
 * @returns hop·(frames − 1) samples
 * @see Griffin and Lim 1984; librosa.istft
 */
export function istft({ frames, re, im }: Spectra, sizes: FrameSizes): Float64Array {
  const { fftSize, windowLength, hop } = sizes;
  const fft = realFft(fftSize);
  const { first, values } = hann(windowLength, fftSize);
  const framed = new Float64Array(fftSize);
  const samples = new Float64Array(hop * (frames - 1));
  const weights = new Float64Array(samples.length);
  const bins = fftSize / 2 + 1;
  for (let frame = 0; frame < frames; frame++) {
    const at = frame * bins;
    fft.inverse(re.subarray(at, at + bins), im.subarray(at, at + bins), framed);
    const from = frame * hop - fftSize / 2 + first;
    const end = Math.min(windowLength, samples.length - from);
    for (let i = Math.max(0, -from); i < end; i++) {
      samples[from + i] += values[i] * framed[first + i];
      weights[from + i] += values[i] * values[i];
    }
  }
  for (let i = 0; i < samples.length; i++) if (weights[i] > 0) samples[i] /= weights[i];
  return samples;
}
