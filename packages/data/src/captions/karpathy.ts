import { DataError } from '../dataError.ts';
import { type SplitName, splitCalled } from '../node/splitName.ts';
import type { Captioned } from './captioned.ts';

interface KarpathyImage {
  readonly filename: string;
  readonly split: string;
  readonly sentences: readonly { readonly raw: string }[];
}

/**
 * The pictures of one split, or of all, in the layout of `dataset_flickr30k.json`.
 *
 * @throws DataError when the layout is another.
 * @see Karpathy & Fei-Fei 2015
 */
export function karpathyPictures(source: string, value: unknown, split?: SplitName): Captioned[] {
  const { images } = (value ?? {}) as { images?: unknown };
  if (!Array.isArray(images) || !images.every(isImage)) {
    throw new DataError(
      `${source}: it must have images with filename, split and sentences, each with raw. Take the original.`,
    );
  }
  return images
    .filter((image) => split === undefined || splitCalled(image.split) === split)
    .map(({ filename, sentences }) => ({
      id: filename,
      file: filename,
      captions: sentences.map(({ raw }) => raw),
    }));
}

const isImage = (image: Partial<KarpathyImage> | null): image is KarpathyImage =>
  typeof image?.filename === 'string' &&
  typeof image.split === 'string' &&
  Array.isArray(image.sentences) &&
  image.sentences.every((sentence) => typeof sentence?.raw === 'string');
