import { type Modality, modalities, readTexts, type Tokenizer } from '@xm/data';
import type {
  ChannelConfigs,
  MethodConfig,
  PixelLikelihoodConfig,
  TextChannelConfig,
} from '@xm/vae';
import { cutTexts, framingOf, type VaeModel, vaeModel } from '@xm/vae';
import type { Config, ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { assertModalities } from '../model/assertModalities.ts';
import { enough, fittedTo } from '../model/buildSpace.ts';
import { cutText } from '../screen/cutText.ts';

/** What a model is built from: that of a run of either method which has one. */
type Model = Omit<ConfigOf<'vae'>['model'], 'sampler' | 'method'> &
  Partial<Pick<ConfigOf<'vae'>['model'], 'sampler' | 'method'>>;

/** Frames a second of the videos that are made: those of shapes. */
const frameRate = 8;

/** What short spoken captions need. */
const usualSound = {
  sampleRate: 16_000,
  fftSize: 512,
  windowLength: 400,
  hop: 320,
  mean: -9,
  deviation: 5.2,
};

/**
 * The model a config describes, with a tokenizer fitted on the training texts.
 *
 * @param tell told how many of these texts it has no room for, if there are any
 * @throws ConfigError when the data lacks a modality of the model, or a part of it cannot be built.
 */
export async function buildVaeModel(
  { model, data: { source } }: { readonly model: Model; readonly data: Config['data'] },
  data: RunData,
  tell: (line: string) => void = () => {},
): Promise<VaeModel> {
  const known: Modality[] = modalities.filter((one) => model[one] !== undefined);
  assertModalities(known, data, source);
  const texts = model.text ? await readTexts(data.train, enough) : [];
  const tokenizer = model.text && fittedTo(texts, model.tokenizer ?? 'words');
  const { mean, deviation, ...spectrogram } = model.sound ?? usualSound;
  const built = vaeModel({
    method: 'vae',
    vae: {
      shared: model.shared,
      ...(model.sampler && { sampler: model.sampler }),
      ...(model.method && { method: model.method as MethodConfig }),
      channels: channelsOf(model, tokenizer),
    },
    ...(tokenizer && { tokenizer: tokenizer.config }),
    ...(model.speech && { sound: { spectrogram, normalisation: { mean, deviation } } }),
    frameRate,
  });
  const cut = cutTexts(built.config, texts);
  if (cut)
    tell(`${cutText(cut, texts.length)} Raise model.text.encoder.length to have them whole.`);
  return built;
}

function channelsOf(
  { image, text, speech, video }: Model,
  tokenizer: Tokenizer | undefined,
): ChannelConfigs {
  return {
    ...(image && {
      image: {
        ...common(image),
        latents: image.latents,
        ...(image.pixels && { pixels: image.pixels }),
        ...likelihoodOf(image),
        encoder: image.encoder,
        decoder: { kind: 'conv', size: image.encoder.size, ...image.decoder },
      },
    }),
    ...(text &&
      tokenizer && {
        text: {
          ...common(text),
          latents: text.latents ?? 0,
          encoder: text.encoder,
          decoder: { kind: 'transformer', length: text.encoder.length, ...text.decoder },
          ...framingOf(tokenizer),
        },
      }),
    ...(speech && {
      speech: {
        ...common(speech),
        latents: speech.latents,
        encoder: speech.encoder,
        decoder: {
          kind: 'conv',
          frames: speech.encoder.frames,
          mels: speech.encoder.mels,
          ...speech.decoder,
        },
      },
    }),
    ...(video && {
      video: {
        ...common(video),
        latents: video.latents,
        ...(video.pixels && { pixels: video.pixels }),
        ...likelihoodOf(video),
        encoder: video.encoder,
        decoder: {
          ...video.decoder,
          kind: 'frames',
          time: video.encoder.time,
          image: { kind: 'conv', size: video.encoder.image.size, ...video.decoder.image },
        },
      },
    }),
  };
}

/** How pixels lie about what is painted, without what is not said. */
const likelihoodOf = ({
  likelihood,
  scale,
  components,
}: PixelLikelihoodConfig): PixelLikelihoodConfig => ({
  ...(likelihood !== undefined && { likelihood }),
  ...(scale !== undefined && { scale }),
  ...(components !== undefined && { components }),
});

/** What all channels are told alike, without what is not said. */
const common = ({
  weight,
  toldByEach,
}: Pick<NonNullable<Model['text']>, 'weight' | 'toldByEach'>): Pick<
  TextChannelConfig,
  'weight' | 'toldByEach'
> => ({
  ...(weight !== undefined && { weight }),
  ...(toldByEach !== undefined && { toldByEach }),
});
