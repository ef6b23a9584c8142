import { join } from 'node:path';
import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { listFolder } from '../node/listFolder.ts';
import { readText } from '../node/readText.ts';
import { checkSplit, type SplitName } from '../node/splitName.ts';
import { type Captioned, captionedPictures } from './captioned.ts';
import { karpathyPictures } from './karpathy.ts';
import { readJson } from './readJson.ts';

export interface FlickrOptions {
  /** Which part. All when left out. */
  readonly split?: SplitName;
  /** The folder of the pictures. Found by its usual name in the folder unless told otherwise. */
  readonly images?: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from?: string;
}

const imageFolders = [
  'Flicker8k_Dataset',
  'Flickr8k_Dataset',
  'flickr30k_images',
  'flickr30k-images',
  'images',
  'Images',
];
/** Files of captions, the first that is there is taken: one caption a line, name and text in the groups. */
const layouts: Record<string, RegExp> = {
  'Flickr8k.token.txt': /^(.+)#\d+\t(.*)$/,
  'results_20130124.token': /^(.+)#\d+\t(.*)$/,
  // One line of the published file lacks its second bar.
  'results.csv': /^(.+?)\|\s*\d+\s*\|?\s*(.*)$/,
};
const lists: Record<SplitName, string> = {
  train: 'Flickr_8k.trainImages.txt',
  validation: 'Flickr_8k.devImages.txt',
  test: 'Flickr_8k.testImages.txt',
};

/**
 * The pictures of Flickr8k or Flickr30k, each with its five captions. The captions are those of
 * `dataset_flickr8k.json` or `dataset_flickr30k.json` (Karpathy's, with splits), `Flickr8k.token.txt` (splits
 * in `Flickr_8k.trainImages.txt` and its likes), `results_20130124.token` or `results.csv`.
 *
 * Pictures are read when asked for; `get` throws a DataError for one that is missing, damaged or leads out
 * of the folder.
 *
 * @param path the folder that holds these files and the folder of pictures
 * @throws DataError when there are no captions or not that split, or a line cannot be read.
 * @see Hodosh et al. 2013, Young et al. 2014, Karpathy & Fei-Fei 2015
 */
export async function flickr(path: string, options: FlickrOptions = {}): Promise<Dataset> {
  const { split, from } = options;
  checkSplit('flickr', split);
  const names = (await listFolder(path)).map(({ name }) => name);
  const images =
    options.images ?? join(path, imageFolders.find((name) => names.includes(name)) ?? '');
  const json = names.find((name) => /^dataset_flickr\d+k\.json$/.test(name));
  if (json !== undefined) {
    const value = await readJson(join(path, json));
    return captionedPictures(json, images, karpathyPictures(json, value, split), from);
  }
  const layout = Object.keys(layouts).find((name) => names.includes(name));
  if (layout === undefined) {
    throw new DataError(
      `${path}: there must be captions: dataset_flickr30k.json, ${Object.keys(layouts).join(', ')}. ` +
        'Put one there.',
    );
  }
  const all = await readCaptions(join(path, layout), layouts[layout]);
  if (split === undefined) return captionedPictures(layout, images, [...all.values()], from);
  const list = join(path, lists[split]);
  const chosen = (await readLines(list, 'list of the split')).map(({ text: name }) => {
    const picture = all.get(name);
    if (picture !== undefined) return picture;
    throw new DataError(
      `${list}: every picture must have captions in ${layout}, '${name}' has none.`,
    );
  });
  return captionedPictures(layout, images, chosen, from);
}

/** By the names of the pictures, in their order. */
async function readCaptions(
  path: string,
  layout: RegExp,
): Promise<Map<string, Captioned & { captions: string[] }>> {
  const all = new Map<string, Captioned & { captions: string[] }>();
  for (const { text, line } of await readLines(path, 'list of captions')) {
    if (line === 1 && text.startsWith('image_name|')) continue;
    const [, name, caption] = layout.exec(text) ?? [];
    if (name === undefined) {
      throw new DataError(
        `${path}, line ${line}: a line must be as in the published file, got '${text.slice(0, 80)}'. Mend it.`,
      );
    }
    const picture = all.get(name) ?? { id: name, file: name, captions: [] };
    picture.captions.push(caption);
    all.set(name, picture);
  }
  return all;
}

async function readLines(path: string, what: string): Promise<{ text: string; line: number }[]> {
  const lines = (await readText(path, what)).split(/\r?\n/);
  return lines.flatMap((text, i) => (text.trim() === '' ? [] : [{ text, line: i + 1 }]));
}
