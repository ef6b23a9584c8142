import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { download } from '../download/download.ts';
import { orDataError } from '../node/partFile.ts';
import type { Recipe } from './recipes.ts';
import { unpack } from './unpack.ts';

export interface RecipeOptions {
  readonly signal?: AbortSignal;
  /** Called with how many bytes of the packed files are there, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fetches a public data set, checks it and unpacks it into `folder`/`recipe.into`, which appears at once and
 * whole. A download that broke off goes on where it was; a data set that is there already is left as it is.
 *
 * @returns the folder that holds it
 * @throws DataError when a file cannot be fetched, is not what it must be, or the disk is full.
 */
export async function downloadRecipe(
  recipe: Recipe,
  folder: string,
  options: RecipeOptions = {},
): Promise<string> {
  const { signal, onProgress } = options;
  const into = join(folder, recipe.into);
  const there = await stat(into).catch(() => undefined);
  if (there !== undefined) return into;
  const total = recipe.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const packed: string[] = [];
  let before = 0;
  for (const { url, bytes: size, sha256 } of recipe.files) {
    const start = before;
    const to = join(folder, basename(new URL(url).pathname));
    await download(url, {
      to,
      size,
      sha256,
      onProgress: (done) => onProgress?.(start + done, total),
      ...(signal ? { signal } : {}),
    });
    packed.push(to);
    before += size;
  }
  const half = `${into}.part`;
  await rm(half, { recursive: true, force: true });
  await orDataError(half, mkdir(half, { recursive: true }));
  for (const [i, path] of packed.entries()) await unpack(path, recipe.files[i], half, signal);
  await orDataError(into, rename(half, into));
  for (const path of packed) await rm(path);
  return into;
}
