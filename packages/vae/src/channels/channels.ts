import type { DecodedSpeech, Speech, Tokens } from '@xm/networks';
import { ConfigError, type Tensor } from '@xm/tensor-ops';
import type { Channel, ChannelInput } from './channel.ts';
import { type ImageChannelConfig, imageChannel } from './imageChannel.ts';
import type { Pixels } from './pixels.ts';
import { type SpeechChannelConfig, speechChannel, type WrittenSpeech } from './speechChannel.ts';
import { type TextChannelConfig, textChannel } from './textChannel.ts';
import { toldOwn } from './toldOwn.ts';
import { type VideoChannelConfig, videoChannel } from './videoChannel.ts';

/** The kinds of data that a model can have, in their order. */
export const modalities = ['image', 'text', 'speech', 'video'] as const;

export type Modality = (typeof modalities)[number];

/** All that is needed to build them: saved with a model. */
export interface ChannelConfigs {
  readonly image?: ImageChannelConfig;
  readonly text?: TextChannelConfig;
  readonly speech?: SpeechChannelConfig;
  readonly video?: VideoChannelConfig;
}

/** One for each modality that a model knows. */
export interface Channels {
  readonly image?: Channel<Tensor, Tensor, Pixels>;
  readonly text?: Channel<Tokens, Tensor, number[][]>;
  readonly speech?: Channel<Speech, DecodedSpeech, WrittenSpeech>;
  readonly video?: Channel<Tensor, Tensor, Pixels>;
}

/** A batch of each modality, as networks take it. */
export interface Inputs {
  /** float32 [batch, height, width, 3], 0…1 */
  readonly image: Tensor;
  readonly text: Tokens;
  /** Log-mels, standardised. */
  readonly speech: Speech;
  /** float32 [batch, time, height, width, 3], 0…1 */
  readonly video: Tensor;
}

/** What each modality is written as. */
export interface Written {
  readonly image: Pixels;
  readonly text: number[][];
  readonly speech: WrittenSpeech;
  readonly video: Pixels;
}

/**
 * @param above whether decoders are told private latents alone, since the shared ones lie above these
 * @throws ConfigError when a network cannot be built.
 */
export function buildChannels(
  { image, text, speech, video }: ChannelConfigs,
  shared: number,
  above = false,
): Channels {
  const told = above ? 0 : shared;
  const built = <In extends ChannelInput, Made, Out>(
    channel: Channel<In, Made, Out>,
  ): Channel<In, Made, Out> => (above ? toldOwn(channel, shared) : channel);
  return {
    ...(image ? { image: built(imageChannel(image, told)) } : {}),
    ...(text ? { text: built(textChannel(text, told)) } : {}),
    ...(speech ? { speech: built(speechChannel(speech, told)) } : {}),
    ...(video ? { video: built(videoChannel(video, told)) } : {}),
  };
}

/** @throws ConfigError when the model does not know the modality. */
export function channelOf<M extends Modality>(
  channels: Channels,
  modality: M,
): Channel & Required<Channels>[M] {
  const channel = channels[modality];
  if (channel !== undefined) return channel as never;
  throw new ConfigError(
    `this model knows ${Object.keys(channels).join(', ')}, got '${modality}'. ` +
      'Give it a channel for that, and train.',
  );
}
