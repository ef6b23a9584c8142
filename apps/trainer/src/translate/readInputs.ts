import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { DataError, type Example, type Modality } from '@xm/data';
import { readPicture, readSound, readVideo } from '@xm/data/node';
import { readCaptions } from './readCaptions.ts';

/** Something to translate, and what the user knows it by: a caption, or the name of its file. */
export interface Input {
  readonly name: string;
  readonly example: Example;
}

/** Louder than that a sound must be somewhere: −60 dB. */
const quietest = 0.001;

/**
 * What there is to translate: captions of a text file, or pictures, sounds or videos, a file or a folder of
 * them.
 *
 * @param from a folder from whose node_modules sharp and opus-decoder are taken
 * @throws DataError when there is nothing, or a file cannot be read; the signal's reason when aborted.
 */
export async function readInputs(
  modality: Modality,
  path: string,
  from: string,
  signal: AbortSignal,
): Promise<Input[]> {
  if (modality === 'text') return readCaptions(path);
  const inputs: Input[] = [];
  for (const file of await filesOf(path, extensions[modality])) {
    signal.throwIfAborted();
    const id = basename(file, extname(file));
    const media = await readers[modality](file, from, signal);
    inputs.push({ name: basename(file), example: { id, ...media } });
  }
  return inputs;
}

type Media = Exclude<Modality, 'text'>;

/** What is taken from a folder. A file that is named alone is read whatever it is called. */
const extensions: Record<Media, RegExp> = {
  image: /\.(?:png|jpe?g|webp|gif|avif|tiff?)$/i,
  speech: /\.(?:wav|flac|mp3|ogg|oga|opus)$/i,
  video: /\.(?:mp4|m4v|mov|webm|mkv|avi|gif)$/i,
};

type Reader = (path: string, from: string, signal: AbortSignal) => Promise<Partial<Example>>;

const readers: Record<Media, Reader> = {
  image: async (path, from) => ({ image: await readPicture(path, { from }) }),
  speech: async (path, from) => {
    const speech = await readSound(path, { from });
    if (speech.samples.every((x) => Math.abs(x) < quietest)) {
      throw new DataError(`${path}: a sound must be heard, this one is silent. Record it again.`);
    }
    return { speech };
  },
  video: async (path, _, signal) => ({ video: await readVideo(path, { signal }) }),
};

async function filesOf(path: string, wanted: RegExp): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new DataError(`${path}: there is no such file or folder. Check the path.`);
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => wanted.test(name)).sort();
  if (names.length === 0) {
    const all = wanted.source.replace(/\\\.\(\?:(.*)\)\$/, '$1').replaceAll('|', ', ');
    throw new DataError(`${path}: the folder must hold files that end in ${all}; none does.`);
  }
  return names.map((name) => join(path, name));
}
