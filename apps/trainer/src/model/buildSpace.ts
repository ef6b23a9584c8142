import {
  byteTokenizer,
  type Dataset,
  fitCharacters,
  fitWords,
  readTexts,
  type Tokenizer,
} from '@xm/data';
import { dualEncoder, type JointSpace } from '@xm/embedding';
import { imageSizes } from '@xm/networks';
import type { Config } from '../config/schema.ts';

/** Side of the pictures that the config's image encoder takes. */
export const pictureSize = ({ model: { image } }: Config): number =>
  typeof image === 'string' ? imageSizes[image].size : image.size;

/** The model a config describes, with a tokenizer fitted on the training texts. */
export async function buildSpace(config: Config, train: Dataset): Promise<JointSpace> {
  const { tokenizer, pixels, ...model } = config.model;
  return dualEncoder({
    ...model,
    normalisation: pixels,
    tokenizer: await fitted(tokenizer, train),
  });
}

/** Texts beyond this many teach a tokenizer nothing new. */
const enough = 5_000;

async function fitted(kind: Config['model']['tokenizer'], train: Dataset): Promise<Tokenizer> {
  if (kind === 'bytes') return byteTokenizer();
  const texts = [...new Set(await readTexts(train, enough))];
  return kind === 'words' ? fitWords(texts) : fitCharacters(texts);
}
