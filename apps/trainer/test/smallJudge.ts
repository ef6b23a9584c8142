import { wasm } from '@xm/backend-wasm';
import { useBackend } from '@xm/tensor-ops';
import { type JudgeConfig, judgeConfig } from '../src/judge/judgeConfig.ts';

/** A judge of 16 pixels that learns in seconds: sizes and colours, hardly shapes. */
export const smallJudge: JudgeConfig = {
  ...judgeConfig(3, 16),
  steps: 120,
  batch: 32,
  learningRate: 0.006,
  encoder: { kind: 'conv', size: 16, patch: 4, widths: [16, 24], blocks: 1, pooling: 'flatten' },
  testCount: 200,
};

export const oneThread = () => useBackend([wasm({ threads: 1 })]);
