import type { DecodedSpeech, Speech, Tokens } from '@xm/networks';
import { ConfigError, type Tensor } from '@xm/tensor-ops';
import type { Channel } from './channel.ts';
import { type ImageChannelConfig, imageChannel } from './imageChannel.ts';
import type { Pixels } from './pixels.ts';
import { type SpeechChannelConfig, speechChannel, type WrittenSpeech } from './speechChannel.ts';
import { type TextChannelConfig, textChannel } from './textChannel.ts';
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

/** @throws ConfigError when a network cannot be built. */
export const buildChannels = (
  { image, text, speech, video }: ChannelConfigs,
  shared: number,
): Channels => ({
  ...(image ? { image: imageChannel(image, shared) } : {}),
  ...(text ? { text: textChannel(text, shared) } : {}),
  ...(speech ? { speech: speechChannel(speech, shared) } : {}),
  ...(video ? { video: videoChannel(video, shared) } : {}),
});

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
