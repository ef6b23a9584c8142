import { ConfigError, inference, type Params, type Tensor, tidy } from '@xm/tensor-ops';
import type { ChannelInput } from '../channels/channel.ts';
import type { Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { ownParams } from '../methods/objectiveOf.ts';
import type { Parts } from './latentCode.ts';
import type { Posterior, Readers } from './reader.ts';
import { repeated } from './repeated.ts';
import { modalitiesIn, presence, spread, type VaeBatch } from './vaeBatch.ts';

/** Where examples lie among the latents; its tensors are the caller's. */
export interface Encoded {
  /** What all that is there says together. */
  readonly shared: Normal;
  /** What each modality keeps to itself: a row for each example that has it. */
  readonly own: Partial<Readonly<Record<Modality, Normal>>>;
}

/** What each modality of a batch says of the shared latents, and of its own; of its own alone, where those lie above these. */
export type Views = Partial<Readonly<Record<Modality, View>>>;

/** Its tensors have a row for each example of the batch, but for those of `own`: these, for each that has the modality. */
export interface View extends Expert, Pick<Posterior, 'own'> {
  /** What it was read from: [batch, features]; not there where it is not known, since it was read before. */
  readonly features?: Tensor;
}

/** What a modality says, for all examples of the batch. */
export const expertOf = (inputs: VaeBatch, modality: Modality, { mu, logVar }: Normal): Expert => ({
  mu: spread(inputs, modality, mu),
  logVar: spread(inputs, modality, logVar),
  present: presence(inputs, modality),
});

/** @throws ConfigError for a modality that the model does not know. To be called within `tidy`. */
export function viewsOf(readers: Readers, params: Params, inputs: VaeBatch): Views {
  const views: Partial<Record<Modality, View>> = {};
  for (const modality of modalitiesIn(inputs)) {
    const reader = readers[modality];
    if (reader === undefined) {
      throw new ConfigError(
        `this model knows ${Object.keys(readers).join(', ')}, got '${modality}'. ` +
          'Give it a channel for that, and train.',
      );
    }
    const input = inputs[modality] as ChannelInput;
    const { shared, own, features } = reader.read(params[modality] as Params, input, inference);
    views[modality] = {
      ...expertOf(inputs, modality, shared),
      ...(own && { own }),
      features: spread(inputs, modality, features),
    };
  }
  return views;
}

/**
 * What the modalities of a batch say, one by one.
 *
 * @throws ConfigError when there is no modality at all.
 */
export function someViews(readers: Readers, params: Params, inputs: VaeBatch): Views {
  const views = viewsOf(readers, params, inputs);
  if (Object.keys(views).length > 0) return views;
  throw new ConfigError('there must be a modality to start from. Without any: sample().');
}

/** Each example so many times, one after the other, in all that modalities say of the shared latents. */
export const repeatedViews = (views: Views, times: number): Views =>
  Object.fromEntries(
    Object.entries(views).map(([modality, { own: _, ...view }]) => [
      modality,
      Object.fromEntries(Object.entries(view).map(([part, x]) => [part, repeated(x, times)])),
    ]),
  );

/**
 * The posteriors of a batch: of the shared latents what its modalities say together, as the method has it.
 *
 * @throws ConfigError when there is no modality at all.
 */
export const encode = (
  { readers, method }: Pick<Parts, 'readers' | 'method'>,
  params: Params,
  inputs: VaeBatch,
): Encoded =>
  tidy((): never => {
    const views = someViews(readers, params, inputs);
    const own = Object.entries(views).flatMap(([modality, view]) =>
      view.own ? [[modality, view.own]] : [],
    );
    return {
      shared: method.posterior(ownParams(params), views),
      own: Object.fromEntries(own),
    } as never;
  });
