import {
  ConfigError,
  clone,
  fold,
  type Mode,
  type Params,
  type Rng,
  stopGradient,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { Channel, ChannelCommon, ChannelInput } from '../channels/channel.ts';
import type { Inputs, Modality } from '../channels/channels.ts';
import type { Normal } from '../distributions/normal.ts';
import { normalHead } from '../distributions/normalHead.ts';

/**
 * Features of a modality from outside the model, [batch, features]: a frozen tower of a joint space, for instance. What
 * it closes over is constant here.
 */
export type Features = { readonly [M in Modality]?: (input: Inputs[M]) => Tensor };

/** What one modality says of the latents. */
export interface Posterior {
  /** Of what all modalities have in common; what it says of its own, where those lie above these. */
  readonly shared: Normal;
  /** Of what only this one knows; not there where it has no private latents. */
  readonly own?: Normal;
  /** What the shared posterior was read from: float32 [rows, features]. */
  readonly features: Tensor;
}

/** One for each modality that a model knows. */
export type Readers = Partial<Readonly<Record<Modality, Reader>>>;

/** From one modality to what it says of the latents; its params are `{ channel, shared, own }`, those of heads that it has. */
export interface Reader {
  readonly channel: Channel;
  /** How many features the shared posterior is read from. */
  readonly features: number;
  init(rng: Rng): Params;
  read(params: Params, input: ChannelInput, mode: Mode): Posterior;
}

/**
 * The shared posterior is a head on the features from outside, where there are some, else on those of the channel's own
 * encoder; the private one always on the latter. Each head has a linear layer for mu and one for logVar.
 *
 * @param shared not there where shared latents are read from private ones
 * @throws ConfigError when the config announces features that are not given, or the reverse, or there are none at all.
 */
export function reader(
  modality: Modality,
  channel: Channel,
  { features: announced }: ChannelCommon,
  shared: number | undefined,
  features?: (input: never) => Tensor,
): Reader {
  assertFeatures(modality, channel, announced, features);
  if (shared === undefined && announced !== undefined) {
    throw new ConfigError(
      `channels.${modality}: shared latents are read from private ones, so none can be read from features. Leave them out.`,
    );
  }
  const { latents } = channel;
  const count = (announced ?? channel.features) as number;
  const sharedHead = shared === undefined ? undefined : normalHead(count, shared);
  const ownHead = latents > 0 ? normalHead(channel.features as number, latents) : undefined;
  return {
    channel,
    features: count,
    init: (rng) => ({
      channel: channel.init(fold(rng, 'channel')),
      ...(sharedHead && { shared: sharedHead.init(fold(rng, 'shared')) }),
      ...(ownHead && { own: ownHead.init(fold(rng, 'own')) }),
    }),
    read: (params, input, mode) =>
      tidy((): never => {
        const p = params as Record<string, Params>;
        const isSeen = features === undefined || ownHead !== undefined;
        const seen = isSeen ? channel.see(p['channel'], input, mode) : undefined;
        const told = features ? stopGradient(features(input as never)) : (seen as Tensor);
        const own = ownHead?.apply(p['own'], seen as Tensor, mode);
        const posterior: Posterior = {
          shared: sharedHead?.apply(p['shared'], told, mode) ?? again(own as Normal),
          ...(own && { own }),
          features: told,
        };
        return posterior as never;
      }),
  };
}

/** The same in tensors of its own. */
const again = ({ mu, logVar }: Normal): Normal => ({ mu: clone(mu), logVar: clone(logVar) });

function assertFeatures(
  modality: Modality,
  channel: Channel,
  announced: number | undefined,
  features: unknown,
): void {
  const refuse = (rule: string): ConfigError => new ConfigError(`channels.${modality}: ${rule}`);
  if (announced !== undefined && features === undefined) {
    throw refuse('features are announced, but none are given. Give the function that makes them.');
  }
  if (announced === undefined && features !== undefined) {
    throw refuse('features are given, but not announced. Say in the config how many there are.');
  }
  const sees = channel.features !== undefined;
  if (!sees && (features === undefined || channel.latents > 0)) {
    throw refuse('there must be an encoder, unless features are given and nothing is private.');
  }
}
