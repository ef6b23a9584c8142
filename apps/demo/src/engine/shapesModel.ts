import { type Example, type Modality, shapes, type Translator } from '@xm/data';
import { conform, createRng, disposeParams, loadParams } from '@xm/tensor-ops';
import { assertKnownWords, type VaeModelConfig, vaeModel, vaeTranslator } from '@xm/vae';
import { fetchBytes, fetchConfig } from './models.ts';

export interface ShapesModel {
  readonly directions: Translator['directions'];
  /** @throws DataError for words that the model has never read. */
  translate(from: Modality, to: Modality, input: Example, options: Wanted): Promise<Example[]>;
  /** A picture or a video as the model has seen them, drawn anew for each seed, with its caption. */
  draw(kind: 'image' | 'video', seed: number): Promise<Example>;
}

export interface Wanted {
  readonly samples: number;
  readonly seed: number;
}

const folder = 'models/shapes';
const [level, size] = [3, 32] as const;

/** A variational model of drawn shapes: pictures, words, speech and videos of them. */
export async function shapesModel(): Promise<ShapesModel> {
  const [config, bytes] = await Promise.all([
    fetchConfig(`${folder}/model.json`),
    fetchBytes(`${folder}/model.safetensors`),
  ]);
  const model = vaeModel(config as VaeModelConfig);
  const template = model.init(createRng(0));
  const params = conform(loadParams(bytes, folder).params, template, folder);
  disposeParams(template);
  const translator = vaeTranslator(model, params);
  const { tokenizer } = model.config;
  return {
    directions: translator.directions,
    async translate(from, to, input, { samples, seed }) {
      if (from === 'text' && tokenizer) assertKnownWords(tokenizer, [input]);
      const [made] = await translator.translate(from, to, [input], { samples, seed });
      return [...made];
    },
    draw: (kind, seed) =>
      shapes({ level, size, seed, count: 1, split: 'test', motion: kind === 'video' }).get(0),
  };
}
