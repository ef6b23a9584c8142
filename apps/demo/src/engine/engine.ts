import { type BrowserKind, browser } from '@xm/backend-browser';
import type { Picture } from '@xm/data';
import { useBackend } from '@xm/tensor-ops';
import { type EmojiSpace, emojiSpace, type Hits } from './emojiSpace.ts';

/** Everything that computes, in a worker where there are any. */
export interface Engine {
  /** Starts the backend, the best there is unless one is named, and says which runs and why. */
  start(kind?: BrowserKind): Promise<string>;
  searchWords(words: string, k: number): Promise<Answer>;
  searchPicture(picture: Picture, k: number): Promise<Answer>;
}

export interface Answer extends Hits {
  readonly milliseconds: number;
}

let emoji: Promise<EmojiSpace> | undefined;

/** Loaded when first asked for. One that could not be loaded is tried again. */
function loaded(): Promise<EmojiSpace> {
  emoji ??= emojiSpace().catch((error) => {
    emoji = undefined;
    throw error;
  });
  return emoji;
}

async function timed(search: (space: EmojiSpace) => Promise<Hits>): Promise<Answer> {
  const space = await loaded();
  const begin = performance.now();
  return { ...(await search(space)), milliseconds: performance.now() - begin };
}

export const engine: Engine = {
  async start(kind) {
    const wasm = { wasmPaths: new URL('wasm/', import.meta.url).href };
    const { detail } = await useBackend([browser({ wasm, ...(kind ? { prefer: [kind] } : {}) })]);
    await loaded();
    return detail;
  },
  searchWords: (words, k) => timed((space) => space.searchWords(words, k)),
  searchPicture: (picture, k) => timed((space) => space.searchPicture(picture, k)),
};
