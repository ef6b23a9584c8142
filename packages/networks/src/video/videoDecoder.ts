import {
  assertShape,
  dense,
  type Json,
  type Network,
  type Params,
  reshape,
  split,
  tidy,
} from '@xm/tensor-ops';
import { type ConvDecoderConfig, convDecoder } from '../image/convDecoder.ts';
import { transformerStack } from '../transformerStack.ts';

export interface VideoDecoderConfig {
  readonly kind: 'frames';
  /** Frames of a video. */
  readonly time: number;
  /** What paints each frame. */
  readonly image: ConvDecoderConfig;
  /** Of what is known of each frame before it is painted, and of the transformer over time. */
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

export type VideoDecoderSize = 'video-tiny';

/** Named sizes. 'tiny' learns something in minutes on two cores. */
export const videoDecoderSizes: Record<VideoDecoderSize, VideoDecoderConfig> = {
  'video-tiny': {
    kind: 'frames',
    time: 8,
    image: { kind: 'conv', size: 32, patch: 4, widths: [96, 32], blocks: 1 },
    dim: 96,
    depth: 1,
    heads: 4,
  },
};

/**
 * The mirror of `videoEncoder`: features become a vector for each time, a transformer over time with learned
 * positions makes them agree, and one `convDecoder` paints them all.
 *
 * input float32 [batch, features]; output float32 [batch, time, height, width, channels], unbounded
 */
export function videoDecoder(config: VideoDecoderConfig, features: number): Network {
  const { time, image, dim } = config;
  const first = dense(features, time * dim);
  const stack = transformerStack({ ...config, length: time });
  const frame = convDecoder(image, dim);
  return {
    config: { ...config } as unknown as Json,
    init: (rng) => {
      const [forFirst, forFrame] = split(split(rng, 1)[0], 2);
      return { first: first.init(forFirst), ...stack.init(rng), frame: frame.init(forFrame) };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        assertShape(input, [null, features], 'videoDecoder: input', 'One row of features each.');
        const p = params as Record<string, Params>;
        const x = reshape(first.apply(p['first'], input, mode), [-1, time, dim]);
        const told = reshape(stack.apply(params, { x }, mode), [-1, dim]);
        const pictures = frame.apply(p['frame'], told, mode);
        return reshape(pictures, [-1, time, ...pictures.shape.slice(1)]);
      }),
  };
}
