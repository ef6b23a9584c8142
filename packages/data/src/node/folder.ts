import type { Dirent } from 'node:fs';
import { extname, join } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, dataset } from '../dataset.ts';
import { listFolder } from './listFolder.ts';
import { readMedia } from './readMedia.ts';

const media = /^\.(png|jpe?g|webp|gif|avif|tiff?|svg|bmp|wav|mp3|flac|ogg|opus|m4a|mp4|webm|mov)$/;

/**
 * Pictures and WAV files in folders that are named for what is in them, as image folders and Speech
 * Commands have it: `cat/1.png`, `yes/ab12_nohash_0.wav`. The folder's name is the text, with spaces for
 * underlines, and the factor `label`; files right in `path` have neither. Folders that begin with a dot or
 * an underline, such as `_background_noise_`, and files that are no pictures, sounds or films are passed over.
 *
 * The order is that of the names. Files are read when an example is asked for.
 *
 * @param options.from a folder from whose node_modules sharp is taken
 * @throws DataError when the folder cannot be opened or holds no picture and no WAV file.
 */
export async function folder(path: string, options: { from?: string } = {}): Promise<Dataset> {
  const top = await listFolder(path);
  const groups = top.filter((entry) => entry.isDirectory() && !/^[._]/.test(entry.name));
  const files = mediaIn(top).map((name) => ({ id: name, label: undefined as string | undefined }));
  for (const { name: label } of groups) {
    const names = mediaIn(await listFolder(join(path, label)));
    files.push(...names.map((name) => ({ id: `${label}/${name}`, label })));
  }
  if (files.length === 0) {
    throw new DataError(
      `${path}: there must be pictures or WAV files, or folders of them. For other layouts write a manifest.`,
    );
  }
  return dataset(files.length, async (i) => {
    const { id, label } = files[i];
    return {
      id,
      ...(await readMedia(join(path, id), options.from)),
      ...(label === undefined ? {} : { text: label.replaceAll('_', ' '), factors: { label } }),
    };
  });
}

const mediaIn = (entries: readonly Dirent[]): string[] =>
  entries
    .filter((entry) => entry.isFile() && media.test(extname(entry.name).toLowerCase()))
    .map(({ name }) => name);
