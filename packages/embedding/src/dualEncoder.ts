import type { PixelNormalisation, Tokenizer } from '@xm/data';
import type { ImageConfig, ImageSize, TextConfig, TextSize } from '@xm/networks';
import { type JointSpace, jointSpace } from './jointSpace.ts';

export interface DualEncoderOptions {
  readonly image: ImageSize | ImageConfig;
  readonly text: TextSize | TextConfig;
  readonly tokenizer: Tokenizer;
  readonly dim: number;
  /** At the start of training; 0.07 as in CLIP, unless told otherwise. */
  readonly temperature?: number;
  /** What pixels in 0…1 are centred on and divided by: 0.5 and 0.25 unless told otherwise. */
  readonly normalisation?: PixelNormalisation;
}

/**
 * Two encoders into one space, trained so that a picture and its text meet.
 *
 * @param options.image,text a named size or a config of @xm/networks
 * @throws ConfigError when a size is not known or cannot be built.
 * @see Radford et al. 2021
 */
export const dualEncoder = (options: DualEncoderOptions): JointSpace => {
  const { image, text, tokenizer, normalisation, ...space } = options;
  return jointSpace({
    ...space,
    towers: {
      image: { encoder: image, ...(normalisation ? { normalisation } : {}) },
      text: { encoder: text, tokenizer },
    },
  });
};
