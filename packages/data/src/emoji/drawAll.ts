import { readFile } from 'node:fs/promises';
import { readPicture } from '../node/readPicture.ts';
import { decodeWithSharp } from '../node/sharp.ts';
import { type Picture, white } from '../pictures/picture.ts';
import { resize } from '../pictures/resize.ts';

/** Enough to keep sharp's threads busy; more would only hold more in memory. */
const atOnce = 8;

/** Pictures from PNG or SVG files on white, in the order of `paths`. Stops when `onReady` throws. */
export async function drawAll(
  paths: readonly string[],
  { from, size }: { from: string; size: number },
  onReady: (ready: number) => void,
): Promise<Picture[]> {
  const pictures: Picture[] = new Array(paths.length);
  let next = 0;
  let ready = 0;
  const work = async (): Promise<void> => {
    while (next < paths.length) {
      const i = next++;
      try {
        pictures[i] = await draw(paths[i], from, size);
        onReady(++ready);
      } catch (error) {
        next = paths.length; // leaves the other workers nothing to go on with
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return pictures;
}

/** SVG is drawn at the size wanted, which is sharper than drawing and scaling. */
const draw = async (path: string, from: string, size: number): Promise<Picture> =>
  path.endsWith('.svg')
    ? decodeWithSharp(await readFile(path), { source: path, background: white, from, size })
    : resize(await readPicture(path, { from }), size, size);
