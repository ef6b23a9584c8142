import type { Level, ShapesOptions } from '@xm/data';
import type { ConvConfig } from '@xm/networks';
import { type Layout, layoutOf } from './layout.ts';

/** How videos are looked at: frame by frame with a judge of pictures, then at all frames in their order. */
export interface FramesConfig {
  readonly kind: 'frames';
  /** Frames of a video. */
  readonly time: number;
  /** What sees each frame, and is not changed. */
  readonly eyes: PictureJudgeConfig;
  /** Videos that are learned from, again and again. */
  readonly videos: number;
}

/** What can be looked at. */
export type Seen = 'image' | 'video';

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
  /** Looks at pictures, or of kind 'frames' at videos. Those of another size are resized to the encoder's. */
  readonly encoder: ConvConfig | FramesConfig;
  /** Pictures or videos that it is tested on, which it never learned from. */
  readonly testCount: number;
}

/** Of a judge of pictures, which learns from each but once. */
export type PictureJudgeConfig = JudgeConfig & { readonly encoder: ConvConfig };

/** Of a judge of videos. */
export type VideoJudgeConfig = JudgeConfig & { readonly encoder: FramesConfig };

/** What a judge of this config looks at. */
export const seenBy = ({ encoder }: Pick<JudgeConfig, 'encoder'>): Seen =>
  encoder.kind === 'frames' ? 'video' : 'image';

/** What a judge of this config tells, and where. */
export const layoutOfJudge = (config: JudgeConfig): Layout =>
  layoutOf(config.level, seenBy(config) === 'video');

/** What a judge of this config learns from and is tested on, but for how many. */
export const drawnFor = (config: JudgeConfig): Omit<ShapesOptions, 'count'> => ({
  level: config.level,
  seed: config.seed,
  size: sideOf(config),
  motion: seenBy(config) === 'video',
});

/** Side of what a judge of this config looks at, in pixels. */
export const sideOf = ({ encoder }: Pick<JudgeConfig, 'encoder'>): number =>
  encoder.kind === 'frames' ? encoder.eyes.encoder.size : encoder.size;

/**
 * A judge of pictures that learns a level in a few minutes. It sees 16 × 16 squares whatever the size, so
 * large pictures cost it little more than small ones.
 *
 * @param size side of the pictures in pixels, a multiple of 16
 */
const pictureJudgeConfig = (level: JudgedLevel, size: number, seed = 1): PictureJudgeConfig => ({
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

/**
 * A judge of videos: six frames of each, as many as short ones have.
 *
 * @param size side of the videos in pixels, a multiple of 16
 */
const videoJudgeConfig = (level: JudgedLevel, size: number, seed = 1): VideoJudgeConfig => ({
  level,
  seed,
  steps: 2000,
  batch: 128,
  learningRate: 0.003,
  encoder: { kind: 'frames', time: 6, eyes: pictureJudgeConfig(level, size, seed), videos: 8000 },
  testCount: 2000,
});

/** By what is to be judged. */
export const seenJudgeConfig = { image: pictureJudgeConfig, video: videoJudgeConfig } as const;
