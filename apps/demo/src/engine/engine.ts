import { type BrowserKind, browser } from '@xm/backend-browser';
import type { Direction, Example, Modality, Picture } from '@xm/data';
import { useBackend } from '@xm/tensor-ops';
import { type EmojiSpace, emojiSpace, type Hits } from './emojiSpace.ts';
import { type ShapesModel, shapesModel, type Wanted } from './shapesModel.ts';

/** Everything that computes, in a worker where there are any. */
export interface Engine {
  /** Starts the backend, the best there is unless one is named, and says which runs and why. */
  start(kind?: BrowserKind): Promise<string>;
  searchWords(words: string, k: number): Promise<Answer>;
  searchPicture(picture: Picture, k: number): Promise<Answer>;
  /** What the model of shapes can turn into what. */
  directions(): Promise<readonly Direction[]>;
  translate(from: Modality, to: Modality, input: Example, wanted: Wanted): Promise<Made>;
  draw(kind: 'image' | 'video', seed: number): Promise<Example>;
}

export interface Made {
  readonly examples: readonly Example[];
  readonly milliseconds: number;
}

export interface Answer extends Hits {
  readonly milliseconds: number;
}

/** What `load` gives, loaded when first asked for. What could not be loaded is tried again. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

const emoji: () => Promise<EmojiSpace> = once(emojiSpace);
const shapes: () => Promise<ShapesModel> = once(shapesModel);

async function timed(search: (space: EmojiSpace) => Promise<Hits>): Promise<Answer> {
  const space = await emoji();
  const begin = performance.now();
  return { ...(await search(space)), milliseconds: performance.now() - begin };
}

export const engine: Engine = {
  async start(kind) {
    const wasm = { wasmPaths: new URL('wasm/', import.meta.url).href };
    const { detail } = await useBackend([browser({ wasm, ...(kind ? { prefer: [kind] } : {}) })]);
    await emoji();
    return detail;
  },
  searchWords: (words, k) => timed((space) => space.searchWords(words, k)),
  searchPicture: (picture, k) => timed((space) => space.searchPicture(picture, k)),
  directions: async () => (await shapes()).directions,
  async translate(from, to, input, wanted) {
    const model = await shapes();
    const begin = performance.now();
    const examples = await model.translate(from, to, input, wanted);
    return { examples, milliseconds: performance.now() - begin };
  },
  draw: async (kind, seed) => (await shapes()).draw(kind, seed),
};
