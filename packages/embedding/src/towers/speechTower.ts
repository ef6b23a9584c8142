import { type MelNormalisation, type Spectrogram, spectrogramsOf } from '@xm/data';
import {
  type Speech,
  type SpeechConfig,
  type SpeechSize,
  speechEncoder,
  speechSizes,
} from '@xm/networks';
import type { Json } from '@xm/tensor-ops';
import { named } from './named.ts';
import { tensorOf } from './tensorOf.ts';
import { projected, type Tower } from './tower.ts';

/** Saved with a model, since a sound must come in as it did in training. */
export interface SpeechTowerConfig {
  readonly encoder: SpeechConfig;
  readonly spectrogram: Spectrogram;
  readonly normalisation: MelNormalisation;
}

export interface SpeechTowerOptions {
  /** A named size or a config of @xm/networks. */
  readonly encoder: SpeechSize | SpeechConfig;
  /** 16,000 samples a second, windows of 25 ms, a frame every 10 ms unless told otherwise. */
  readonly spectrogram?: Spectrogram;
  /** −9 and 5.5 unless told otherwise, which fits short spoken captions. */
  readonly normalisation?: MelNormalisation;
}

const usual: Spectrogram = { sampleRate: 16_000, fftSize: 512, windowLength: 400, hop: 160 };

/** @throws ConfigError when the size is not known. */
export const speechTowerConfig = (options: SpeechTowerOptions): SpeechTowerConfig => ({
  encoder: named(options.encoder, speechSizes, 'speech'),
  spectrogram: options.spectrogram ?? usual,
  normalisation: options.normalisation ?? { mean: -9, deviation: 5.5 },
});

/** Sounds of any rate and length; the encoder hears so many frames of their beginning. */
export function speechTower(config: SpeechTowerConfig, dim: number): Tower<Speech> {
  const { encoder, spectrogram, normalisation } = config;
  const network = projected(speechEncoder(encoder), encoder.dim, dim);
  return {
    config: config as unknown as Json,
    init: network.init,
    apply: network.apply,
    collate: (examples) => {
      const { frames, mask } = spectrogramsOf(examples, encoder, spectrogram, normalisation);
      return { frames: tensorOf(frames), mask: tensorOf(mask) };
    },
  };
}
