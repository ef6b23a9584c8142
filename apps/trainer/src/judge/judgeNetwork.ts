import { type ConvConfig, convEncoder, imageFeatures } from '@xm/networks';
import {
  concat,
  dense,
  type Layer,
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
import { type FramesConfig, type JudgeConfig, layoutOfJudge } from './judgeConfig.ts';
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

/** Convolutions, one hidden layer, and a linear one for everything there is to be told. */
export function judgeNetwork(config: JudgeConfig): JudgeNetwork {
  const { encoder } = config;
  const below = encoder.kind === 'frames' ? ofVideos(encoder) : ofPictures(encoder);
  const hidden = dense(below.length, featureCount, { gain: Math.SQRT2 });
  const verdict = dense(featureCount, layoutOfJudge(config).words + poseLength);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { encoder: below.init(a), hidden: hidden.init(b), verdict: verdict.init(c) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const seen = below.apply(p['encoder'], pixels, mode);
        const features = relu(hidden.apply(p['hidden'], seen, mode));
        return { features, outputs: verdict.apply(p['verdict'], features, mode) };
      }),
  };
}

/** From pixels to `length` numbers, [batch, length]. */
interface Eyes extends Layer {
  readonly length: number;
}

/** The whole grid, and what is strongest anywhere in it. */
function ofPictures(config: ConvConfig): Eyes {
  const channels = config.widths[config.widths.length - 1];
  const encoder = convEncoder(config);
  return {
    length: imageFeatures(config) + channels,
    init: encoder.init,
    apply: (params, pixels, mode) =>
      tidy(() => {
        const grid = encoder.apply(params, pixels, mode);
        return concat([grid, max(reshape(grid, [grid.shape[0], -1, channels]), 1)], 1);
      }),
  };
}

/** A summary of each frame, side by side: what moves is seen by the layer above. */
function ofVideos({ time, image, dim }: FramesConfig): Eyes {
  const frame = ofPictures(image);
  const summary = dense(frame.length, dim, { gain: Math.SQRT2 });
  return {
    length: time * dim,
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { frame: frame.init(a), summary: summary.init(b) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const frames = reshape(pixels, [-1, image.size, image.size, 3]);
        const seen = frame.apply(p['frame'], frames, mode);
        return reshape(relu(summary.apply(p['summary'], seen, mode)), [-1, time * dim]);
      }),
  };
}
