import {
  type ConvConfig,
  convEncoder,
  imageFeatures,
  type VideoConfig,
  videoEncoder,
} from '@xm/networks';
import {
  concat,
  dense,
  type Mode,
  max,
  type Network,
  type Params,
  type Rng,
  relu,
  reshape,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { type JudgeConfig, layoutOfJudge } from './judgeConfig.ts';
import { poseLength } from './layout.ts';

/** Numbers in the features of a picture or a video: the layer below the verdict. */
export const featureCount = 64;

export interface JudgeNetwork {
  init(rng: Rng): Params;
  /**
   * @param pixels float32 [batch, size, size, 3] or [batch, time, size, size, 3], about zero mean and unit
   *   deviation
   * @returns `features` float32 [batch, 64], ≥ 0; `outputs` float32 [batch, layout.words + poseLength]
   */
  apply(params: Params, pixels: Tensor, mode: Mode): { features: Tensor; outputs: Tensor };
}

/** An encoder, one hidden layer, and a linear one for everything there is to be told. */
export function judgeNetwork(config: JudgeConfig): JudgeNetwork {
  const { encoder } = config;
  const below = encoder.kind === 'frames' ? ofVideos(encoder) : ofPictures(encoder);
  const hidden = dense(below.length, featureCount, { gain: Math.SQRT2 });
  const verdict = dense(featureCount, layoutOfJudge(config).words + poseLength);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { encoder: below.encoder.init(a), hidden: hidden.init(b), verdict: verdict.init(c) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const seen = below.summary(below.encoder.apply(p['encoder'], pixels, mode));
        const features = relu(hidden.apply(p['hidden'], seen, mode));
        return { features, outputs: verdict.apply(p['verdict'], features, mode) };
      }),
  };
}

/** What sees, and `length` numbers as a summary of what it saw. */
interface Eyes {
  readonly encoder: Network;
  readonly length: number;
  summary(seen: Tensor): Tensor;
}

/** The whole grid, and what is strongest anywhere in it. */
function ofPictures(config: ConvConfig): Eyes {
  const channels = config.widths[config.widths.length - 1];
  return {
    encoder: convEncoder(config),
    length: imageFeatures(config) + channels,
    summary: (grid) => concat([grid, max(reshape(grid, [grid.shape[0], -1, channels]), 1)], 1),
  };
}

const ofVideos = (config: VideoConfig): Eyes => ({
  encoder: videoEncoder(config),
  length: config.dim,
  summary: (seen) => seen,
});
