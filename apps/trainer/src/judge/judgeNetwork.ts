import { convEncoder, imageFeatures } from '@xm/networks';
import {
  concat,
  dense,
  type Mode,
  max,
  type Params,
  type Rng,
  relu,
  reshape,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { JudgeConfig } from './judgeConfig.ts';
import { layoutOf, poseLength } from './layout.ts';

/** Numbers in a picture's features: the layer below the verdict. */
export const featureCount = 64;

export interface JudgeNetwork {
  init(rng: Rng): Params;
  /**
   * @param pixels float32 [batch, size, size, 3], about zero mean and unit deviation
   * @returns `features` float32 [batch, 64], ≥ 0; `outputs` float32 [batch, layout.words + poseLength]
   */
  apply(params: Params, pixels: Tensor, mode: Mode): { features: Tensor; outputs: Tensor };
}

/** Convolutions, one hidden layer, and a linear one for everything there is to be told. */
export function judgeNetwork({ level, encoder }: JudgeConfig): JudgeNetwork {
  const below = convEncoder(encoder);
  const channels = encoder.widths[encoder.widths.length - 1];
  const hidden = dense(imageFeatures(encoder) + channels, featureCount, { gain: Math.SQRT2 });
  const verdict = dense(featureCount, layoutOf(level).words + poseLength);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { encoder: below.init(a), hidden: hidden.init(b), verdict: verdict.init(c) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const grid = below.apply(p['encoder'], pixels, mode);
        const anywhere = max(reshape(grid, [grid.shape[0], -1, channels]), 1);
        const features = relu(hidden.apply(p['hidden'], concat([grid, anywhere], 1), mode));
        return { features, outputs: verdict.apply(p['verdict'], features, mode) };
      }),
  };
}
