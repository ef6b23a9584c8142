import type { Sense } from './sense.ts';
import { spokenSense } from './spokenSense.ts';
import type { DigitTraining } from './trainDigitJudge.ts';
import { writtenSense } from './writtenSense.ts';

/** A sense and how it is taught: all that a judge's numbers depend on beside its data. */
export interface DigitJudgeConfig {
  readonly sense: Sense;
  readonly training: DigitTraining;
}

/** The judges of written and of spoken digits, each of its own, and apart from whatever it judges. */
export function digitSenses(): {
  readonly image: DigitJudgeConfig;
  readonly speech: DigitJudgeConfig;
} {
  const seed = 1;
  return {
    image: {
      sense: writtenSense(
        {
          kind: 'conv',
          size: 32,
          patch: 2,
          widths: [32, 64, 96],
          blocks: 1,
          pooling: 'flatten',
        },
        seed,
      ) as Sense,
      training: { seed, steps: 900, batch: 64, learningRate: 0.003 },
    },
    speech: {
      sense: spokenSense({
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
      }) as Sense,
      training: { seed, steps: 900, batch: 64, learningRate: 0.003 },
    },
  };
}
