import {
  addNoise,
  changeSpeed,
  type Example,
  type MelNormalisation,
  type Random,
  random,
  type Spectrogram,
  spectrogramsOf,
} from '@xm/data';
import { type Speech, type SpeechConfig, speechEncoder } from '@xm/networks';
import { tensor } from '@xm/tensor-ops';
import type { Sense } from './sense.ts';

export interface SpokenSenseConfig {
  readonly spectrogram: Spectrogram;
  readonly normalisation: MelNormalisation;
  readonly encoder: SpeechConfig;
}

const speeds = { range: [0.9, 1.1] } as const;
/** Decibels: from a sound that is half covered to a clean one. */
const snr = [5, 40] as const;

/** Hears spoken digits as log-mels; in training at other speeds, and with noise. */
export function spokenSense(config: SpokenSenseConfig, seed: number): Sense<Speech> {
  const encoder = speechEncoder(config.encoder);
  const strip = noiseStrip(seed);
  return {
    modality: 'speech',
    config: { speeds, snr, ...config } as never,
    encoder,
    features: config.encoder.dim,
    change: (example, random) =>
      example.speech
        ? { ...example, speech: changeSpeed(example.speech, speeds, random) }
        : example,
    collate: (examples, roughened) => {
      const heard = roughened
        ? examples.map((example, row) => noisy(example, strip, roughened(row)))
        : examples;
      const { spectrogram, normalisation } = config;
      const { frames, mask } = spectrogramsOf(heard, config.encoder, spectrogram, normalisation);
      return { frames: tensor(frames.values, frames.shape), mask: tensor(mask.values, mask.shape) };
    },
  };
}

/** Noise is costly: one strip of it serves all sounds, from a place drawn anew each time. It is white at any rate. */
function noiseStrip(seed: number): Float32Array {
  const stream = random(seed);
  return Float32Array.from({ length: 65_536 }, () => stream.normal());
}

function noisy(example: Example, strip: Float32Array, random: Random): Example {
  const speech = example.speech!;
  const noise = { sampleRate: speech.sampleRate, samples: strip };
  return { ...example, speech: addNoise(speech, { snr, noise }, random) };
}
