import { DataError } from '../dataError.ts';
import { hann, type Window } from './hann.ts';
import { type LogMelOptions, logMelOptions } from './logMelOptions.ts';
import { applyMel, type MelFilters, melFilters } from './melFilters.ts';
import { realFft } from './realFft.ts';
import { takeFrame } from './stft.ts';
import type { Waveform } from './waveform.ts';

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
  const settings = logMelOptions('logMel', options);
  if (sampleRate !== settings.sampleRate) {
    throw new DataError(
      `logMel: the sound must have ${settings.sampleRate} samples a second, it has ${sampleRate}. ` +
        'Resample it, or set sampleRate.',
    );
  }
  const { fftSize, hop, mels, floor } = settings;
  const { window, filters } = tables(settings);
  const fft = realFft(fftSize);
  const frames = 1 + Math.floor(samples.length / hop);
  const data = new Float32Array(frames * mels);
  const framed = new Float64Array(fftSize);
  const power = new Float64Array(fftSize / 2 + 1);
  const bands = new Float64Array(mels);
  for (let frame = 0; frame < frames; frame++) {
    takeFrame(samples, frame * hop - fftSize / 2, window, framed);
    fft.powers(framed, power);
    applyMel(filters, power, bands);
    for (let mel = 0; mel < mels; mel++) {
      data[frame * mels + mel] = Math.log(Math.max(bands[mel], floor));
    }
  }
  return { frames, mels, data };
}

interface Tables {
  readonly window: Window;
  readonly filters: MelFilters;
}

const made = new Map<string, Tables>();

/** Made once for the same sizes. */
function tables(settings: Required<LogMelOptions>): Tables {
  const { sampleRate, fftSize, windowLength, mels, range } = settings;
  const key = [sampleRate, fftSize, windowLength, mels, ...range].join();
  const known = made.get(key);
  if (known) return known;
  const fresh = {
    window: hann(windowLength, fftSize),
    filters: melFilters(sampleRate, fftSize, mels, range),
  };
  made.set(key, fresh);
  return fresh;
}
