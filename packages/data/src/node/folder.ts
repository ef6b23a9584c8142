import { basename } from 'node:path';
import { DataError } from '../dataError.ts';
import { type Dataset, type Description, dataset } from '../dataset.ts';
import { folderLayout } from './folderLayout.ts';
import { listMedia } from './listMedia.ts';
import { pathInside } from './pathInside.ts';
import { readMedia } from './readMedia.ts';
import { checkSplit, type SplitName } from './splitName.ts';
import type { VideoOptions } from './video/readVideo.ts';

export interface FolderOptions {
  /** The part to take: by the lists of Speech Commands, or folders `train`, `val` and `test`. */
  readonly split?: SplitName;
  /** A folder from whose node_modules sharp and opus-decoder are taken. */
  readonly from?: string;
  /** Which frames of a video are taken, and how large they become. */
  readonly video?: VideoOptions;
  readonly signal?: AbortSignal;
}

/**
 * Pictures, sounds and videos in folders that are named for what is in them, as image folders and Speech
 * Commands have it: `cat/1.png`, `yes/ab12_nohash_0.wav`. The folder's name, the topmost where they are
 * deeper, is the text, with spaces for underlines, and the factor `label`; files right in `path` have
 * neither. What stands before `_nohash_` is the factor `speaker`.
 *
 * The classes may stand in folders called train, val or test. Folders that begin with a dot or an underline,
 * such as `_background_noise_`, and files that are no pictures, sounds or films are passed over.
 *
 * The order is that of the names. Files are read when an example is asked for; `get` throws a DataError for
 * one that is damaged, or a link that leaves the folder.
 *
 * @throws DataError when the folder cannot be opened or has no picture and no sound, or not that split.
 */
export async function folder(path: string, options: FolderOptions = {}): Promise<Dataset> {
  const { split, from, video, signal } = options;
  checkSplit('folder', split);
  const { splitFolders, only } = await folderLayout(path, split);
  const files = only(await listMedia(path, signal));
  if (files.length === 0) {
    throw new DataError(
      split === undefined
        ? `${path}: there must be pictures or sounds, or folders of them. For other layouts write a manifest.`
        : `${path}: there must be files of the split '${split}': in a folder of that name, or listed in ` +
            'validation_list.txt and testing_list.txt. Without a split, all are taken.',
    );
  }
  const about = (id: string): Description => {
    const steps = id.split('/').slice(0, -1);
    const label = steps[splitFolders.includes(steps[0]) ? 1 : 0];
    const speaker = /^(.+)_nohash_/.exec(basename(id))?.[1];
    const factors = { ...(label ? { label } : {}), ...(speaker ? { speaker } : {}) };
    return {
      id,
      ...(label ? { text: label.replaceAll('_', ' ') } : {}),
      ...(Object.keys(factors).length > 0 ? { factors } : {}),
    };
  };
  return dataset(
    files.length,
    async (i) => ({
      ...about(files[i]),
      ...(await readMedia(await pathInside(path, files[i]), from, video)),
    }),
    async (i) => about(files[i]),
  );
}
