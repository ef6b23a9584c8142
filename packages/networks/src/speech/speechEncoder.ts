import { type Network, tidy } from '@xm/tensor-ops';
import { maskedMean } from '../maskedMean.ts';
import type { Speech } from './speech.ts';
import { type SpeechConfig, speechFrames } from './speechFrames.ts';

export type SpeechSize = 'speech-tiny' | 'speech-small';

/**
 * Named sizes, for frames of 10 ms: 'tiny' hears 0.96 s, a word, and learns something in a minute or two on
 * two cores; 'small' hears 3.84 s, a short sentence.
 */
export const speechSizes: Record<SpeechSize, SpeechConfig> = {
  'speech-tiny': {
    kind: 'transformer',
    frames: 96,
    mels: 80,
    halvings: 2,
    dim: 96,
    depth: 2,
    heads: 4,
  },
  'speech-small': {
    kind: 'transformer',
    frames: 384,
    mels: 80,
    halvings: 2,
    dim: 192,
    depth: 4,
    heads: 6,
  },
};

/**
 * A sound as one vector: the mean of its `speechFrames` over what is there.
 *
 * output float32 [batch, dim]
 */
export function speechEncoder(config: SpeechConfig): Network<Speech> {
  const frames = speechFrames(config);
  return {
    ...frames,
    apply: (params, input, mode) =>
      tidy(() => {
        const { x, mask } = frames.apply(params, input, mode);
        return maskedMean(x, mask);
      }),
  };
}
