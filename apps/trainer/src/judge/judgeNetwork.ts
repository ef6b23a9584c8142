import { type ConvConfig, convEncoder, imageFeatures } from '@xm/networks';
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
import {
  type FramesConfig,
  type JudgeConfig,
  layoutOfJudge,
  type VideoJudgeConfig,
} from './judgeConfig.ts';
import { poseLength } from './layout.ts';

/** Numbers in the features of a picture or a video: the layer below the verdict. */
export const featureCount = 64;

export interface JudgeNetwork {
  init(rng: Rng): Params;
  /**
   * @param seen float32 [batch, size, size, 3] or [batch, time, size, size, 3], about zero mean and unit
   *   deviation; of a head what is below it, [batch, numbers]
   * @returns `features` float32 [batch, 64], ≥ 0; `outputs` float32 [batch, layout.words + poseLength]
   */
  apply(params: Params, seen: Tensor, mode: Mode): { features: Tensor; outputs: Tensor };
}

/** Of pictures convolutions, of videos a judge of pictures for each frame; and a head. */
export const judgeNetwork = (config: JudgeConfig): JudgeNetwork =>
  config.encoder.kind === 'frames'
    ? ofVideos(config, config.encoder)
    : ofPictures(config, config.encoder);

/** The head over the whole grid, and over what is strongest anywhere in it. */
function ofPictures(config: JudgeConfig, encoder: ConvConfig): JudgeNetwork {
  const below = convEncoder(encoder);
  const channels = encoder.widths[encoder.widths.length - 1];
  const head = headOf(config, imageFeatures(encoder) + channels);
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { encoder: below.init(a), ...head.init([b, c]) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const grid = below.apply(params['encoder'] as Params, pixels, mode);
        const anywhere = max(reshape(grid, [grid.shape[0], -1, channels]), 1);
        return head.apply(params, concat([grid, anywhere], 1), mode);
      }),
  };
}

/** The features of each frame, side by side: what moves is seen by the head. */
function ofVideos(config: JudgeConfig, { eyes, time }: FramesConfig): JudgeNetwork {
  const frame = judgeNetwork(eyes);
  const head = headOf(config, time * featureCount);
  const { size } = eyes.encoder;
  return {
    init: (rng) => {
      const [a, b, c] = split(rng, 3);
      return { eyes: frame.init(a), ...head.init([b, c]) };
    },
    apply: (params, pixels, mode) =>
      tidy(() => {
        const frames = reshape(pixels, [-1, size, size, 3]);
        const { features } = frame.apply(params['eyes'] as Params, frames, mode);
        return head.apply(params, reshape(features, [-1, time * featureCount]), mode);
      }),
  };
}

/** What a judge of videos learns over the features of its frames. */
export function videoHead(config: VideoJudgeConfig): JudgeNetwork {
  const head = headOf(config, config.encoder.time * featureCount);
  return { init: (rng) => head.init(split(rng, 2) as [Rng, Rng]), apply: head.apply };
}

/** One hidden layer, and a linear one for everything there is to be told. */
function headOf(config: JudgeConfig, length: number) {
  const hidden = dense(length, featureCount, { gain: Math.SQRT2 });
  const verdict = dense(featureCount, layoutOfJudge(config).words + poseLength);
  const apply: JudgeNetwork['apply'] = (params, seen, mode) =>
    tidy(() => {
      const p = params as Record<string, Params>;
      const features = relu(hidden.apply(p['hidden'], seen, mode));
      return { features, outputs: verdict.apply(p['verdict'], features, mode) };
    });
  return {
    init: ([a, b]: readonly [Rng, Rng]): Params => ({
      hidden: hidden.init(a),
      verdict: verdict.init(b),
    }),
    apply,
  };
}
