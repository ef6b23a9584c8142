import type { Sense } from './sense.ts';
import { spokenSense } from './spokenSense.ts';
import type { DigitTraining } from './trainDigitJudge.ts';
import { writtenSense } from './writtenSense.ts';

/** All that a judge's numbers depend on beside its data. */
export interface DigitJudgeConfig {
  readonly sense: Sense;
  readonly training: DigitTraining;
}

const training = { seed: 1, batch: 64, learningRate: 0.003 };

/** The judge of written digits. */
export const writtenJudge = (): DigitJudgeConfig => ({
  sense: writtenSense(
    { kind: 'conv', size: 32, patch: 2, widths: [32, 64, 96], blocks: 1, pooling: 'flatten' },
    training.seed,
  ),
  training: { ...training, steps: 700 },
});

/** The judge of spoken digits. It hears the first 0.8 s. */
export const spokenJudge = (): DigitJudgeConfig => ({
  sense: spokenSense(
    {
      spectrogram: { sampleRate: 8000, fftSize: 256, windowLength: 200, hop: 100 },
      normalisation: { mean: -10, deviation: 4 },
      encoder: {
        kind: 'transformer',
        frames: 64,
        mels: 40,
        halvings: 2,
        dim: 96,
        depth: 2,
        heads: 4,
      },
    },
    training.seed,
  ),
  training: { ...training, steps: 300 },
});
