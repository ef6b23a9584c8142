import {
  clipsOf,
  DataError,
  type Example,
  type GapNumbers,
  gapsOf,
  invertLogMel,
  type MelNormalisation,
  type Modality,
  modalities,
  type Numbers,
  type Picture,
  pixelsOf,
  type Spectrogram,
  spectrogramsOf,
  type Tokenizer,
  type TokenizerConfig,
  tokenizerFrom,
} from '@xm/data';
import type { Tokens } from '@xm/networks';
import { type Params, type Rng, type Tensor, tensor, tidy } from '@xm/tensor-ops';
import type { Pixels } from '../channels/pixels.ts';
import type { WrittenSpeech } from '../channels/speechChannel.ts';
import type { TextChannelConfig } from '../channels/textChannel.ts';
import { type MultimodalVae, multimodalVae } from '../model/multimodalVae.ts';
import type { Gaps, VaeBatch } from '../model/vaeBatch.ts';
import type { VaeConfig } from '../model/vaeConfig.ts';
import { framed, readText } from './framing.ts';

/** Plain JSON: all that is needed to use saved params. */
export interface VaeModelConfig {
  readonly method: 'vae';
  readonly vae: VaeConfig;
  readonly tokenizer?: TokenizerConfig;
  readonly sound?: { readonly spectrogram: Spectrogram; readonly normalisation: MelNormalisation };
  /** Frames a second of the videos that are made. */
  readonly frameRate: number;
}

/** A variational model between examples and examples. */
export interface VaeModel {
  readonly config: VaeModelConfig;
  readonly vae: MultimodalVae;
  readonly modalities: readonly Modality[];
  /** Params as a finished model has them, the flows of `fitSamplers` among them, before they learn. */
  init(rng: Rng): Params;
  /**
   * Examples as tensors, of the given modalities or of all that the model knows: of each a row for each example
   * that has it. The caller frees it. Texts that are too long are cut: see `cutTexts`.
   *
   * @throws DataError naming an example with a number that is not finite, or all when none has any of the modalities.
   */
  collate(examples: readonly Example[], of?: readonly Modality[]): VaeBatch;
  /** What the model wrote, as parts of examples. */
  toExamples(to: Modality, written: unknown): Partial<Example>[];
}

const tensorOf = ({ values, shape }: Numbers): Tensor => tensor(values, shape);

/** Pixels as they are: 0…1. */
const normalisation = { mean: 0, deviation: 1 };

/** @throws ConfigError when a part cannot be built. */
export function vaeModel(config: VaeModelConfig): VaeModel {
  const { channels } = config.vae;
  const { image, text, speech, video } = channels;
  const tokenizer = config.tokenizer && tokenizerFrom(config.tokenizer);
  const { sound } = config;
  const collaters = {
    ...(image && {
      image: (examples: readonly Example[]) =>
        tensorOf(pixelsOf(examples, image.encoder.size, normalisation)),
    }),
    ...(video && {
      video: (examples: readonly Example[]) => {
        const { time, image: frame } = video.encoder;
        return tensorOf(clipsOf(examples, { time, size: frame.size }, normalisation));
      },
    }),
    ...(speech &&
      sound && {
        speech: (examples: readonly Example[]) => {
          const { spectrogram, normalisation: about } = sound;
          const { frames, mask } = spectrogramsOf(examples, speech.encoder, spectrogram, about);
          return { frames: tensorOf(frames), mask: tensorOf(mask) };
        },
      }),
    ...(text &&
      tokenizer && {
        text: (examples: readonly Example[]) => tokensOf(tokenizer, examples, text),
      }),
  };
  const known = modalities.filter((one) => one in channels);
  const collated = (examples: readonly Example[], of: readonly Modality[]): VaeBatch => {
    const inputs: Record<string, unknown> = {};
    const gaps: Record<string, Gaps> = {};
    assertSome(examples, of);
    for (const modality of of) {
      const has = examples.map((example) => example[modality] !== undefined);
      const having = examples.filter((_, i) => has[i]);
      if (having.length === 0) continue;
      inputs[modality] = collaters[modality]?.(having);
      if (having.length < examples.length) gaps[modality] = tensorsOf(gapsOf(has));
    }
    return { ...inputs, gaps };
  };
  const vae = multimodalVae(config.vae);
  return {
    config,
    vae,
    init: (rng) => ({
      ...vae.init(rng),
      samplers: Object.fromEntries(
        Object.entries(vae.samplers).map(([name, flow]) => [name, flow.init(rng)]),
      ),
    }),
    modalities: known,
    // Within `tidy`, so that nothing is left of what came before an example that is refused.
    collate: (examples, of = known) => tidy((): never => collated(examples, of) as never),
    toExamples: (to, written) => {
      if (to === 'image')
        return picturesOf(written as Pixels).map((picture) => ({ image: picture }));
      if (to === 'text')
        return (written as number[][]).map((ids) => ({ text: readText(tokenizer!, ids, text!) }));
      if (to === 'speech') return soundsOf(written as WrittenSpeech, config.sound!);
      return videosOf(written as Pixels, config.frameRate);
    },
  };
}

function assertSome(examples: readonly Example[], of: readonly Modality[]): void {
  if (examples.some((example) => of.some((modality) => example[modality] !== undefined))) return;
  throw new DataError(
    `some example of a batch must have ${of.join(' or ')}, none has: ` +
      `${examples.map(({ id }) => `'${id}'`).join(', ')}. Leave them out.`,
  );
}

function tokensOf(
  tokenizer: Tokenizer,
  examples: readonly Example[],
  { begin, end, decoder: { length } }: TextChannelConfig,
): Tokens {
  const shape: [number, number] = [examples.length, length];
  const ids = new Int32Array(examples.length * length);
  const mask = new Float32Array(examples.length * length);
  examples.forEach(({ text = '' }, row) => {
    const own = framed(tokenizer, text, { begin, end }, length);
    ids.set(own, row * length);
    mask.fill(1, row * length, row * length + own.length);
  });
  return { ids: tensor(ids, shape, 'int32'), mask: tensor(mask, shape) };
}

function picturesOf({ data, shape }: Pixels): Picture[] {
  const [rows, height, width, channels] = shape.slice(-4);
  const size = height * width * channels;
  return Array.from({ length: rows }, (_, row) => ({
    width,
    height,
    channels: 3,
    data: Uint8Array.from(data.subarray(row * size, (row + 1) * size), (x) => Math.round(255 * x)),
  }));
}

function videosOf({ data, shape }: Pixels, frameRate: number): Partial<Example>[] {
  const [rows, time, ...picture] = shape;
  const frames = picturesOf({ data, shape: [rows * time, ...picture] });
  return Array.from({ length: rows }, (_, row) => ({
    video: { frameRate, frames: frames.slice(row * time, (row + 1) * time) },
  }));
}

function soundsOf(
  { frames, shape, lengths }: WrittenSpeech,
  { spectrogram, normalisation: { mean, deviation } }: NonNullable<VaeModelConfig['sound']>,
): Partial<Example>[] {
  const [, most, mels] = shape;
  return lengths.map((length, row) => {
    // Griffin-Lim needs two frames.
    const count = Math.max(2, length);
    const own = frames.subarray(row * most * mels, (row * most + count) * mels);
    const data = Float32Array.from(own, (x) => x * deviation + mean);
    return { speech: invertLogMel({ frames: count, mels, data }, { ...spectrogram, mels }) };
  });
}

const tensorsOf = ({ present, places }: GapNumbers): Gaps => ({
  present: tensorOf(present),
  places: tensorOf(places),
});
