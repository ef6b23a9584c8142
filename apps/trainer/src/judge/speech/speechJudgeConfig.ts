import { captions, type Spectrogram } from '@xm/data';
import type { SpeechConfig } from '@xm/networks';
import type { JudgedLevel } from '../judgeConfig.ts';

/** All that the numbers of a judge of speech depend on. Saved with it, and its name in the cache. */
export interface SpeechJudgeConfig {
  readonly level: JudgedLevel;
  readonly seed: number;
  readonly steps: number;
  readonly batch: number;
  /** The peak; warm-up and cosine around it. */
  readonly learningRate: number;
  /** Captions that it hears in training, of pictures and as many of videos, again and again. */
  readonly heard: number;
  readonly encoder: SpeechConfig;
  readonly spectrogram: Spectrogram;
  readonly normalisation: { readonly mean: number; readonly deviation: number };
  /** Captions that it is tested on, of pictures and as many of videos, by speakers whom it never heard. */
  readonly testCount: number;
}

/** A judge of speech that learns the captions of a level in a few minutes. */
export const speechJudgeConfig = (level: JudgedLevel, seed = 1): SpeechJudgeConfig => ({
  level,
  seed,
  steps: 800,
  batch: 32,
  learningRate: 0.003,
  heard: 1500,
  encoder: {
    kind: 'transformer',
    // 20 ms each. Captions that say more last longer.
    frames: level > 3 ? 192 : 128,
    mels: 40,
    halvings: 2,
    dim: 96,
    depth: 2,
    heads: 4,
  },
  spectrogram: { sampleRate: 16_000, fftSize: 512, windowLength: 400, hop: 320 },
  normalisation: { mean: -9, deviation: 5.2 },
  testCount: 500,
});

/** The words of all captions of a level, of pictures and of videos. What a judge says has ids from 1. */
export const wordsOfLevel = (level: JudgedLevel): string[] => {
  const texts = [...captions(level), ...captions(level, { motion: true })];
  return [...new Set(texts.flatMap((text) => text.split(' ')))];
};
