import { wasm } from '@xm/backend-wasm';
import { useBackend } from '@xm/tensor-ops';
import {
  type PictureJudgeConfig,
  seenJudgeConfig,
  type VideoJudgeConfig,
} from '../src/judge/judgeConfig.ts';

/** A judge of 16 pixels that learns in seconds: sizes and colours, hardly shapes. */
export const smallJudge: PictureJudgeConfig = {
  ...seenJudgeConfig.image(3, 16),
  steps: 120,
  batch: 32,
  learningRate: 0.006,
  encoder: { kind: 'conv', size: 16, patch: 4, widths: [16, 24], blocks: 1, pooling: 'flatten' },
  testCount: 200,
};

/** A judge of videos with the eyes of a small one that learns in seconds: motions, a little. */
export const smallVideoJudge: VideoJudgeConfig = {
  ...seenJudgeConfig.video(3, 16),
  steps: 100,
  batch: 32,
  encoder: { kind: 'frames', time: 3, eyes: smallJudge, videos: 300 },
  testCount: 200,
};

export const oneThread = () => useBackend([wasm({ threads: 1 })]);
