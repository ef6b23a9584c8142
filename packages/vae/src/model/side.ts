import { fold, type Params, type Rng } from '@xm/tensor-ops';
import type { Channel, ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import type { Posterior, Readers } from './reader.ts';
import { modalitiesIn, type VaeBatch } from './vaeBatch.ts';

/** One modality of a batch in training, and what it says. */
export interface Side {
  readonly modality: Modality;
  readonly channel: Channel;
  /** Of the channel. */
  readonly params: Params;
  /** A row for each example that has the modality. */
  readonly posterior: Posterior;
}

/** The modalities of a batch that a model knows, in their order. */
export const sidesOf = (readers: Readers, params: Params, batch: VaeBatch, rng: Rng): Side[] =>
  modalitiesIn(batch).flatMap((modality) => {
    const reader = readers[modality];
    if (reader === undefined) return [];
    const own = params[modality] as Params;
    const mode = { training: true, rng: fold(fold(rng, modality), 'see') } as const;
    const posterior = reader.read(own, batch[modality] as ChannelInput, mode);
    return [{ modality, channel: reader.channel, params: own['channel'] as Params, posterior }];
  });
