import { concat, fold, type Rng, reshape, type Tensor } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';
import { repeatedInput } from '../model/repeated.ts';
import type { Side } from '../model/side.ts';
import { surpriseAt } from '../model/surprise.ts';
import { gathered, spread } from '../model/vaeBatch.ts';
import type { Sight } from './sight.ts';

/**
 * −log p(xₘ | z, wₘ) of one modality at draws of the latents for each example: [batch, draws], 0 where the modality is
 * missing; nats.
 *
 * @param z float32 [batch·draws, shared], the draws of an example one after the other
 * @param own float32 [rows·draws, latents], for the examples that have the modality; not there where it has none
 */
export function surprisesAt(
  { batch, examples, guides }: Sight,
  side: Side,
  z: Tensor,
  own: Tensor | undefined,
  rng: Rng,
): Tensor {
  const { modality } = side;
  const [all, shared] = z.shape as [number, number];
  const draws = all / examples;
  const common = reshape(gathered(batch, modality, reshape(z, [examples, -1])), [-1, shared]);
  const code = own ? concat([common, own], 1) : common;
  const input = repeatedInput(batch[modality] as ChannelInput, draws);
  const make = fold(fold(rng, modality), 'make');
  const surprise = surpriseAt(side, input, code, guides, make);
  return spread(batch, modality, reshape(surprise, [-1, draws]));
}
