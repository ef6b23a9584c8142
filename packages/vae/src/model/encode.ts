import { ConfigError, inference, type Params, tidy } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import type { Posterior, Readers } from './reader.ts';
import { modalitiesIn, presence, spread, type VaeBatch } from './vaeBatch.ts';

/** Where examples lie among the latents; its tensors are the caller's. */
export interface Encoded {
  /** What all that is there says together. */
  readonly shared: Normal;
  /** What each modality keeps to itself: a row for each example that has it. */
  readonly own: Partial<Readonly<Record<Modality, Normal>>>;
}

/** What each modality of a batch says of the shared latents, and of its own. */
export type Views = Partial<Readonly<Record<Modality, Expert & Pick<Posterior, 'own'>>>>;

/** What a modality says, for all examples of the batch. */
export const expertOf = (inputs: VaeBatch, modality: Modality, { mu, logVar }: Normal): Expert => ({
  mu: spread(inputs, modality, mu),
  logVar: spread(inputs, modality, logVar),
  present: presence(inputs, modality),
});

/** @throws ConfigError for a modality that the model does not know. To be called within `tidy`. */
export function viewsOf(readers: Readers, params: Params, inputs: VaeBatch): Views {
  const views: Partial<Record<Modality, Expert & Pick<Posterior, 'own'>>> = {};
  for (const modality of modalitiesIn(inputs)) {
    const reader = readers[modality];
    if (reader === undefined) {
      throw new ConfigError(
        `this model knows ${Object.keys(readers).join(', ')}, got '${modality}'. ` +
          'Give it a channel for that, and train.',
      );
    }
    const input = inputs[modality] as ChannelInput;
    const { shared, own } = reader.read(params[modality] as Params, input, inference);
    views[modality] = { ...expertOf(inputs, modality, shared), ...(own && { own }) };
  }
  return views;
}

/**
 * The posteriors of a batch: of the shared latents the product of what its modalities say.
 *
 * @throws ConfigError when there is no modality at all.
 */
export const encode = (readers: Readers, params: Params, inputs: VaeBatch): Encoded =>
  tidy((): never => {
    const views = viewsOf(readers, params, inputs);
    if (Object.keys(views).length === 0) {
      throw new ConfigError('there must be a modality to start from. Without any: sample().');
    }
    const own = Object.entries(views).flatMap(([modality, view]) =>
      view.own ? [[modality, view.own]] : [],
    );
    return {
      shared: productOfExperts(Object.values(views)),
      own: Object.fromEntries(own),
    } as never;
  });
