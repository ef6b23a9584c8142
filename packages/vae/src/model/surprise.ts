import { add, type Rng, type Tensor } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';
import type { Guides } from './objectiveOptions.ts';
import type { Side } from './side.ts';

/**
 * How surprised a decoder is by its modality when it is told a code, and what a guide adds: [rows], nats.
 *
 * @param input of as many rows as the code: float32 [rows, shared + latents]
 */
export function surpriseAt(
  { modality, channel, params }: Side,
  input: ChannelInput,
  code: Tensor,
  guides: Guides,
  rng: Rng,
): Tensor {
  const made = channel.make(params, code, input, { training: true, rng });
  const surprise = channel.negativeLogLikelihood(made, input);
  const guide = modality === 'image' || modality === 'video' ? guides[modality] : undefined;
  return guide ? add(surprise, guide(made as Tensor, input as Tensor)) : surprise;
}
