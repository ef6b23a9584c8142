import {
  addNoise,
  changeSpeed,
  type Example,
  type MelNormalisation,
  type Random,
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
/** Decibels: from a sound that a hum covers to a clean one. */
const noises = { snr: [5, 40] } as const;

/** Hears spoken digits as log-mels; in training at other speeds, and with noise. */
export function spokenSense(config: SpokenSenseConfig): Sense<Speech> {
  const encoder = speechEncoder(config.encoder);
  return {
    modality: 'speech',
    config: { speeds, noises, ...config } as never,
    encoder,
    features: config.encoder.dim,
    change: (example, random) =>
      example.speech
        ? { ...example, speech: changeSpeed(example.speech, speeds, random) }
        : example,
    collate: (examples, roughened) => {
      const heard = roughened
        ? examples.map((example, row) => noisy(example, roughened(row)))
        : examples;
      const { spectrogram, normalisation } = config;
      const { frames, mask } = spectrogramsOf(heard, config.encoder, spectrogram, normalisation);
      return { frames: tensor(frames.values, frames.shape), mask: tensor(mask.values, mask.shape) };
    },
  };
}

const noisy = (example: Example, random: Random): Example => ({
  ...example,
  speech: addNoise(example.speech!, noises, random),
});
