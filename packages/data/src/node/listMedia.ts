import type { Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DataError } from '../dataError.ts';
import { listFolder } from './listFolder.ts';

const media = /^\.(png|jpe?g|webp|gif|avif|tiff?|svg|bmp|wav|mp3|flac|ogg|opus|m4a|mp4|webm|mov)$/;

/** Hidden, or like `_background_noise_` set apart. */
export const isSetApart = ({ name }: Dirent): boolean => /^[._]/.test(name);

/**
 * The pictures, sounds and films under a folder, at any depth: in the order of the names, those of a folder
 * before those of the folders in it. Folders that begin with a dot or an underline and files that begin with
 * a dot are passed over. Links to files are listed like files.
 *
 * @returns paths from `root` on, with `/`: 'cat/1.png'
 * @throws DataError when a folder cannot be opened, or a link leads to a folder: it might lead in circles.
 */
export async function listMedia(root: string, signal?: AbortSignal, at = ''): Promise<string[]> {
  signal?.throwIfAborted();
  const entries = (await listFolder(join(root, at))).map((entry) => ({
    entry,
    path: at === '' ? entry.name : `${at}/${entry.name}`,
  }));
  const files: string[] = [];
  for (const { entry, path } of entries) {
    if (entry.isSymbolicLink() && !isSetApart(entry)) await checkLink(join(root, path));
    const isMedia = media.test(extname(entry.name).toLowerCase()) && !entry.name.startsWith('.');
    if (isMedia && (entry.isFile() || entry.isSymbolicLink())) files.push(path);
  }
  for (const { entry, path } of entries) {
    if (!entry.isDirectory() || isSetApart(entry)) continue;
    for (const file of await listMedia(root, signal, path)) files.push(file);
  }
  return files;
}

async function checkLink(path: string): Promise<void> {
  const leadsToFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!leadsToFolder) return;
  throw new DataError(
    `${path}: a folder must not be a link, this one is. Put the folder in its place, or take it away.`,
  );
}
