import {
  assertShape,
  dense,
  type Json,
  mean,
  type Network,
  type Params,
  reshape,
  split,
  tidy,
} from '@xm/tensor-ops';
import {
  type ImageConfig,
  imageEncoder,
  imageFeatures,
  imageSizes,
} from '../image/imageEncoder.ts';
import { transformerStack } from '../transformerStack.ts';

export interface VideoConfig {
  readonly kind: 'frames';
  /** Frames of a video. */
  readonly time: number;
  /** What sees each frame on its own. */
  readonly image: ImageConfig;
  /** Of the transformer over time. */
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

export type VideoSize = 'video-tiny';

/** Named sizes. 'tiny' learns something in minutes on two cores. */
export const videoSizes: Record<VideoSize, VideoConfig> = {
  'video-tiny': {
    kind: 'frames',
    time: 8,
    image: imageSizes['conv-tiny'],
    dim: 96,
    depth: 2,
    heads: 4,
  },
};

/**
 * An image encoder on each frame, then a transformer over time with learned positions; its mean over time is
 * the video's features. The order of the frames matters.
 *
 * input float32 [batch, time, size, size, 3], as the image encoder wants its pictures; output [batch, dim]
 */
export function videoEncoder(config: VideoConfig): Network {
  const { time, image, dim } = config;
  const { size } = image;
  const frame = imageEncoder(image);
  const toTime = dense(imageFeatures(image), dim);
  // As large as what is seen, since videos are often told apart by the order of frames alone: small ones are
  // lost in it, and for hundreds of steps a rise looks like a fall.
  const stack = transformerStack({ ...config, length: time, positions: 1 });
  return {
    config: { ...config } as unknown as Json,
    init: (rng) => {
      const [forFrame, forTime] = split(split(rng, 1)[0], 2);
      return { frame: frame.init(forFrame), time: toTime.init(forTime), ...stack.init(rng) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const remedy = 'Take so many frames, and resize them.';
        assertShape(input, [null, time, size, size, 3], 'videoEncoder: input', remedy);
        const p = params as Record<string, Params>;
        const pictures = reshape(input, [-1, size, size, 3]);
        const seen = toTime.apply(p['time'], frame.apply(p['frame'], pictures, mode), mode);
        return mean(stack.apply(params, { x: reshape(seen, [-1, time, dim]) }, mode), 1);
      }),
  };
}
