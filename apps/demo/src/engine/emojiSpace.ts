import { blankPicture, DataError, type Example, type Picture } from '@xm/data';
import { embed, type JointSpace, type JointSpaceConfig, jointSpaceFrom } from '@xm/embedding';
import { exactIndex, type VectorIndex } from '@xm/search';
import {
  conform,
  createRng,
  decodeSafetensors,
  dispose,
  disposeParams,
  loadParams,
  type Params,
} from '@xm/tensor-ops';
import { fetchBytes, fetchConfig } from './models.ts';

/** One emoji that was found. */
export interface Hit {
  /** 'twitter/1F353' */
  readonly id: string;
  readonly label: string;
  /** Cosine with the query, −1…1. */
  readonly score: number;
}

/** What a query finds, best first. */
export interface Hits {
  readonly pictures: readonly Hit[];
  readonly names: readonly Hit[];
}

export interface EmojiSpace {
  searchWords(words: string, k: number): Promise<Hits>;
  searchPicture(picture: Picture, k: number): Promise<Hits>;
}

const folder = 'models/emoji';

/** The joint space of emoji and their names, and the vectors of all that can be found. */
export async function emojiSpace(): Promise<EmojiSpace> {
  const [config, modelBytes, indexBytes] = await Promise.all([
    fetchConfig(`${folder}/model.json`),
    fetchBytes(`${folder}/model.safetensors`),
    fetchBytes(`${folder}/index.safetensors`),
  ]);
  const space = jointSpaceFrom(config as JointSpaceConfig);
  const params = paramsOf(space, modelBytes);
  const [pictures, names] = await Promise.all([
    openIndex(indexBytes, 'picture'),
    openIndex(indexBytes, 'text'),
  ]);
  const search = async (modality: 'image' | 'text', example: Example, k: number): Promise<Hits> => {
    const { values } = await embed(space, params, modality, [example]);
    return { pictures: await pictures(values, k), names: await names(values, k) };
  };
  await warmUp(search);
  return {
    searchWords: async (text, k) => {
      const example = { id: 'query', text };
      await assertKnown(space, example);
      return search('text', example, k);
    },
    searchPicture: (image, k) => search('image', { id: 'query', image }, k),
  };
}

/** The first use of each tower builds what the backend needs for it, shaders for example. */
async function warmUp(
  search: (modality: 'image' | 'text', example: Example, k: number) => Promise<Hits>,
): Promise<void> {
  await search('text', { id: 'warm-up', text: '' }, 1);
  await search('image', { id: 'warm-up', image: blankPicture(8, 8) }, 1);
}

function paramsOf(space: JointSpace, bytes: Uint8Array): Params {
  const template = space.init(createRng(0));
  const params = conform(loadParams(bytes, folder).params, template, folder);
  disposeParams(template);
  return params;
}

type Search = (vector: Float32Array, k: number) => Promise<Hit[]>;

async function openIndex(bytes: Uint8Array, kind: 'picture' | 'text'): Promise<Search> {
  const { tensors, metadata } = decodeSafetensors(bytes, folder);
  const { data, shape } = tensors[`${kind}s`];
  const ids: string[] = JSON.parse(metadata[`${kind}Ids`]);
  const labels: string[] = JSON.parse(metadata[`${kind}Labels`]);
  const index: VectorIndex = exactIndex({ dim: shape[1], metric: 'cosine' });
  await index.add(ids, data as Float32Array);
  const labelOf = new Map(ids.map((id, i) => [id, labels[i]]));
  return async (vector, k) => {
    const [hits] = await index.search(vector, { k });
    return hits.map(({ id, score }) => ({ id, label: labelOf.get(id) ?? id, score }));
  };
}

/** @throws DataError when the model knows no word of the text: it would find the same as for any other. */
async function assertKnown(space: JointSpace, example: Example & { text: string }): Promise<void> {
  const { text } = space.towers;
  if (text === undefined) throw new DataError(`${folder}: the model knows no words.`);
  const { ids, mask } = text.collate([example]);
  const known = Array.from(await ids.data()).some((id) => id > 1);
  dispose([ids, mask]);
  if (!known) throw new DataError(`The model knows no word of “${example.text}”. Try others.`);
}
