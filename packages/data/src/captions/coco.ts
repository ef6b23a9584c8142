import { basename } from 'node:path';
import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { type Captioned, captionedPictures } from './captioned.ts';
import { readJson } from './readJson.ts';

export interface CocoOptions {
  /** The folder of the pictures. */
  readonly images: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from?: string;
}

interface Annotations {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly { readonly image_id: number; readonly caption: string }[];
}

/**
 * The pictures of COCO, each with its captions: `captions_train2017.json` and a folder of pictures.
 *
 * The annotations are read whole. Pictures are read when asked for; `get` throws a DataError for one that
 * is missing, damaged or leads out of the folder.
 *
 * @throws DataError when the annotations cannot be read or are of another layout.
 * @see Chen et al. 2015, https://cocodataset.org/#format-data
 */
export async function coco(annotations: string, options: CocoOptions): Promise<Dataset> {
  const source = basename(annotations);
  const value = await readJson(annotations);
  return captionedPictures(source, options.images, pictures(source, value), options.from);
}

function pictures(source: string, value: unknown): Captioned[] {
  checkLayout(source, value);
  const all = value.images.map(({ id, file_name: file }) => ({
    id: `${id}`,
    file,
    captions: [] as string[],
  }));
  const byId = new Map(all.map((picture) => [picture.id, picture]));
  for (const { image_id: id, caption } of value.annotations) {
    const picture = byId.get(`${id}`);
    if (picture === undefined) {
      throw new DataError(
        `${source}: every caption must belong to one of the images, one is of ${id}. It may be cut.`,
      );
    }
    picture.captions.push(caption);
  }
  return all;
}

function checkLayout(source: string, value: unknown): asserts value is Annotations {
  const { images, annotations } = (value ?? {}) as Partial<Annotations>;
  const isNamed = (image: Partial<Annotations['images'][0]> | null) =>
    typeof image?.id === 'number' && typeof image.file_name === 'string';
  const isCaption = (one: Partial<Annotations['annotations'][0]> | null) =>
    typeof one?.image_id === 'number' && typeof one.caption === 'string';
  if (
    Array.isArray(images) &&
    images.length > 0 &&
    images.every(isNamed) &&
    Array.isArray(annotations) &&
    annotations.every(isCaption)
  ) {
    return;
  }
  throw new DataError(
    `${source}: annotations must have images with id and file_name, and annotations with image_id and ` +
      'caption. Take the file captions_*.json.',
  );
}
