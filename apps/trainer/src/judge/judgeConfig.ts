import type { Level } from '@xm/data';
import type { ConvConfig } from '@xm/networks';

/** Those with one shape a picture. */
export type JudgedLevel = Exclude<Level, 6>;

/** All that a judge's numbers depend on. Saved with it, and its name in the cache. */
export interface JudgeConfig {
  readonly level: JudgedLevel;
  readonly seed: number;
  readonly steps: number;
  readonly batch: number;
  /** The peak; warm-up and cosine around it. */
  readonly learningRate: number;
  /** Pictures of another size are resized to the encoder's. */
  readonly encoder: ConvConfig;
  /** Pictures that it is tested on, which it never learned from. */
  readonly testCount: number;
}

/**
 * A judge that learns a level in a few minutes. It sees 16 × 16 squares whatever the size, so large
 * pictures cost it little more than small ones.
 *
 * @param size side of the pictures in pixels, a multiple of 16
 */
export const judgeConfig = (level: JudgedLevel, size: number, seed = 1): JudgeConfig => ({
  level,
  seed,
  steps: 1500,
  batch: 64,
  learningRate: 0.003,
  encoder: {
    kind: 'conv',
    size,
    patch: size / 16,
    widths: [32, 64, 96],
    blocks: 1,
    pooling: 'flatten',
  },
  testCount: 2000,
});
