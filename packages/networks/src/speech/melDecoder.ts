import {
  dense,
  fold,
  type Network,
  type Params,
  relu,
  reshape,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { convDecoder } from '../image/convDecoder.ts';

export interface MelDecoderConfig {
  readonly kind: 'conv';
  /** Frames of the longest sound. */
  readonly frames: number;
  /** Bands of a frame. */
  readonly mels: number;
  /** As in `convDecoder`, over frames × mels. */
  readonly patch: number;
  readonly widths: readonly number[];
  readonly blocks: number;
}

export type MelDecoderSize = 'mel-tiny' | 'mel-small';

/** Named sizes for the sounds of 'speech-tiny' and 'speech-small'. */
export const melDecoderSizes: Record<MelDecoderSize, MelDecoderConfig> = {
  'mel-tiny': { kind: 'conv', frames: 96, mels: 80, patch: 4, widths: [96, 64, 32], blocks: 1 },
  'mel-small': { kind: 'conv', frames: 384, mels: 80, patch: 4, widths: [128, 64, 32], blocks: 2 },
};

/** Sounds, and how long each may be: `lengthCrossEntropy` compares, `lengthMask` chooses. */
export interface DecodedSpeech {
  /** float32 [batch, frames, mels], unbounded; frames beyond the sound's length mean nothing */
  readonly frames: Tensor;
  /** float32 [batch, frames]: logits of the length, at position i of i + 1 frames */
  readonly lengths: Tensor;
}

/**
 * Log-mels from rows of features, all frames at once: a picture of one channel by `convDecoder`, and its
 * length by a layer of its own. The length is a distribution over all lengths and not one number, since
 * the same word is said fast or slowly: its mean may be a length that nobody speaks.
 *
 * input float32 [batch, features]
 */
export function melDecoder(
  config: MelDecoderConfig,
  features: number,
): Network<Tensor, DecodedSpeech> {
  const { frames, mels, patch, widths, blocks } = config;
  const size = [frames, mels] as const;
  const picture = convDecoder({ kind: 'conv', size, channels: 1, patch, widths, blocks }, features);
  const hidden = dense(features, lengthUnits, { gain: Math.SQRT2 });
  const head = dense(lengthUnits, frames, { gain: 0.5 });
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b] = split(fold(rng, 'length'), 2);
      return {
        picture: picture.init(fold(rng, 'picture')),
        length: { hidden: hidden.init(a), head: head.init(b) },
      };
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const painted = picture.apply(params['picture'] as Params, input, mode);
        const length = params['length'] as Record<string, Params>;
        const inner = relu(hidden.apply(length['hidden'], input, mode));
        return {
          frames: reshape(painted, [-1, frames, mels]),
          lengths: head.apply(length['head'], inner, mode),
        };
      }),
  };
}

const lengthUnits = 64;
