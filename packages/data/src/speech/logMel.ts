import { DataError } from '../dataError.ts';
import { type MelFilter, melFilters } from './melFilters.ts';
import { realFft } from './realFft.ts';
import type { Waveform } from './waveform.ts';

export interface LogMelOptions {
  /** Samples a second that the sound must have. 16,000 unless told otherwise. */
  readonly sampleRate?: number;
  /** Size of the Fourier transform, a power of two. 512. */
  readonly fftSize?: number;
  /** Samples under the window, at most `fftSize`. 400: 25 ms. */
  readonly windowLength?: number;
  /** Samples from one frame to the next. 160: 10 ms. */
  readonly hop?: number;
  /** Bands. 80. */
  readonly mels?: number;
  /** Lowest and highest frequency in hertz. From 0 to half the sample rate. */
  readonly range?: readonly [number, number];
  /** Powers below count as this. 1e-10. */
  readonly floor?: number;
}

/** How loud each band of a sound is, frame by frame. */
export interface LogMel {
  readonly frames: number;
  readonly mels: number;
  /** float32 [frames, mels]: natural logarithms of powers. */
  readonly data: Float32Array;
}

/**
 * ln max(M·|STFT|², floor): frames centred on every `hop`-th sample, zeros beyond the ends, a periodic
 * Hann window, Slaney's mel bands M. Equal to the logarithm of librosa.feature.melspectrogram.
 *
 * @returns 1 + ⌊samples/hop⌋ frames
 * @throws DataError when the sound has another sample rate, or an option is out of its range.
 */
export function logMel({ sampleRate, samples }: Waveform, options: LogMelOptions = {}): LogMel {
  const expected = options.sampleRate ?? 16_000;
  if (sampleRate !== expected) {
    throw new DataError(
      `logMel: the sound must have ${expected} samples a second, it has ${sampleRate}. ` +
        'Resample it, or set sampleRate.',
    );
  }
  const { fftSize = 512, windowLength = 400, hop = 160, mels = 80, floor = 1e-10 } = options;
  const range = options.range ?? [0, sampleRate / 2];
  check({ fftSize, windowLength, hop, mels, floor, range, sampleRate });

  const { window, filters } = tables(sampleRate, fftSize, windowLength, mels, range);
  const fft = realFft(fftSize);
  const frames = 1 + Math.floor(samples.length / hop);
  const data = new Float32Array(frames * mels);
  const framed = new Float64Array(fftSize);
  const power = new Float64Array(fftSize / 2 + 1);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hop - fftSize / 2;
    for (let i = 0; i < fftSize; i++) {
      const at = start + i;
      framed[i] = at >= 0 && at < samples.length ? samples[at] * window[i] : 0;
    }
    fft.powers(framed, power);
    for (let mel = 0; mel < mels; mel++) {
      const { first, weights } = filters[mel];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * power[first + i];
      data[frame * mels + mel] = Math.log(Math.max(sum, floor));
    }
  }
  return { frames, mels, data };
}

interface Tables {
  readonly window: Float64Array;
  readonly filters: readonly MelFilter[];
}

const made = new Map<string, Tables>();

/** Made once for the same sizes. */
function tables(
  sampleRate: number,
  fftSize: number,
  windowLength: number,
  mels: number,
  range: readonly [number, number],
): Tables {
  const key = [sampleRate, fftSize, windowLength, mels, ...range].join();
  const known = made.get(key);
  if (known) return known;
  // The window lies in the middle of the transform.
  const before = Math.floor((fftSize - windowLength) / 2);
  const window = Float64Array.from({ length: fftSize }, (_, i) => {
    const at = i - before;
    if (at < 0 || at >= windowLength) return 0;
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / windowLength);
  });
  const fresh = { window, filters: melFilters(sampleRate, fftSize, mels, range) };
  made.set(key, fresh);
  return fresh;
}

function check(o: Required<LogMelOptions>): void {
  const whole = (name: 'hop' | 'mels' | 'windowLength'): void => {
    if (Number.isInteger(o[name]) && o[name] >= 1) return;
    throw new DataError(`logMel: ${name} must be a whole number from 1, got ${o[name]}.`);
  };
  whole('hop');
  whole('mels');
  whole('windowLength');
  if (o.windowLength > o.fftSize) {
    throw new DataError(
      `logMel: windowLength must be at most fftSize ${o.fftSize}, got ${o.windowLength}.`,
    );
  }
  const [lowest, highest] = o.range;
  if (!(lowest >= 0 && lowest < highest && highest <= o.sampleRate / 2)) {
    throw new DataError(
      `logMel: range must rise within 0 and ${o.sampleRate / 2} hertz, got [${o.range}].`,
    );
  }
  if (!(o.floor > 0)) throw new DataError(`logMel: floor must be positive, got ${o.floor}.`);
}
