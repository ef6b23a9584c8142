import {
  byteTokenizer,
  type Dataset,
  fitCharacters,
  fitWords,
  type Modality,
  modalities,
  readTexts,
  type Tokenizer,
} from '@xm/data';
import { type JointSpace, jointSpace, type TowerOptions } from '@xm/embedding';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { assertModalities } from './assertModalities.ts';

type Model = ConfigOf<'embedding'>['model'];

/**
 * The model a config describes, with a tokenizer fitted on the training texts.
 *
 * @throws ConfigError when the data lacks a modality of the model, or a part of it cannot be built.
 */
export async function buildSpace(
  { model, data: { source } }: ConfigOf<'embedding'>,
  data: RunData,
): Promise<JointSpace> {
  assertModalities(modalitiesOf(model), data, source);
  const { dim, temperature } = model;
  return jointSpace({ towers: await towersOf(model, data.train), dim, temperature });
}

/** What a model takes in. */
export const modalitiesOf = (model: Model): Modality[] =>
  modalities.filter((modality) => model[modality] !== undefined);

async function towersOf(
  { image, text, speech, video, tokenizer = 'words', pixels, sound }: Model,
  train: Dataset,
): Promise<TowerOptions> {
  const normalisation = pixels ? { normalisation: pixels } : {};
  return {
    ...(image ? { image: { encoder: image, ...normalisation } } : {}),
    ...(text ? { text: { encoder: text, tokenizer: await fitted(tokenizer, train) } } : {}),
    ...(speech ? { speech: { encoder: speech, ...(sound ? soundOf(sound) : {}) } } : {}),
    ...(video ? { video: { encoder: video, ...normalisation } } : {}),
  };
}

const soundOf = ({ mean, deviation, ...spectrogram }: NonNullable<Model['sound']>) => ({
  spectrogram,
  normalisation: { mean, deviation },
});

/** Texts beyond this many teach a tokenizer nothing new. */
export const enough = 5_000;

async function fitted(kind: NonNullable<Model['tokenizer']>, train: Dataset): Promise<Tokenizer> {
  return kind === 'bytes' ? byteTokenizer() : fittedTo(await readTexts(train, enough), kind);
}

/** A tokenizer of what stands in some texts. */
export function fittedTo(
  some: readonly string[],
  kind: NonNullable<Model['tokenizer']>,
): Tokenizer {
  if (kind === 'bytes') return byteTokenizer();
  const texts = [...new Set(some)];
  return kind === 'words' ? fitWords(texts) : fitCharacters(texts);
}
