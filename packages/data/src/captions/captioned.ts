import { resolve } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { pathInside } from '../node/pathInside.ts';
import { readPicture } from '../node/readPicture.ts';
import { textsOf } from '../text/textsOf.ts';

/** A picture's file and what people wrote about it. */
export interface Captioned {
  readonly id: string;
  readonly file: string;
  readonly captions: readonly string[];
}

/**
 * One example a picture, with all its captions. Pictures are read when asked for.
 *
 * @param images the folder of the pictures
 * @throws DataError when there are none, or one comes twice.
 */
export function captionedPictures(
  source: string,
  images: string,
  all: readonly Captioned[],
  from: string | undefined,
): Dataset {
  const root = resolve(images);
  if (all.length === 0) throw new DataError(`${source}: there must be pictures, there are none.`);
  const ids = new Set<string>();
  for (const { id } of all) {
    if (ids.has(id)) throw new DataError(`${source}: pictures must differ, '${id}' comes twice.`);
    ids.add(id);
  }
  return dataset(all.length, async (i) => {
    const { id, file, captions } = all[i];
    try {
      const path = await pathInside(root, file);
      const image = await readPicture(path, from === undefined ? {} : { from });
      return { id, image, ...textsOf(captions) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${source}, image ${id}: ${error.message}`, { cause: error });
    }
  });
}
