import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { listFolder } from './listFolder.ts';
import { isSetApart } from './listMedia.ts';
import { readText } from './readText.ts';
import { type SplitName, splitCalled } from './splitName.ts';

/** How a folder of pictures or sounds says what is for training and what for judging. */
export interface FolderLayout {
  /** Those at the top that are splits and no classes. */
  readonly splitFolders: readonly string[];
  /** Those of all files that belong to the split. */
  only(files: readonly string[]): readonly string[];
}

const lists = { validation: 'validation_list.txt', test: 'testing_list.txt' };

/**
 * The layout of Speech Commands where its lists are there, else that of image folders: `train`, `val`, `test`.
 * Where other folders stand beside those, they all are classes, unless a split is asked for.
 *
 * @throws DataError when the folder or a list cannot be read.
 */
export async function folderLayout(path: string, split?: SplitName): Promise<FolderLayout> {
  const top = await listFolder(path);
  if (top.some(({ name }) => Object.values(lists).includes(name))) {
    return {
      splitFolders: [],
      only: split === undefined ? (all) => all : await listed(path, split),
    };
  }
  const folders = visibleFolders(top);
  const splits = folders.filter((name) => splitCalled(name) !== undefined);
  if (split === undefined) {
    return { splitFolders: splits.length === folders.length ? splits : [], only: (all) => all };
  }
  const own = splits.filter((name) => splitCalled(name) === split);
  return {
    splitFolders: splits,
    only: (all) => all.filter((file) => own.some((name) => file.startsWith(`${name}/`))),
  };
}

const visibleFolders = (entries: readonly Dirent[]): string[] =>
  entries.filter((entry) => entry.isDirectory() && !isSetApart(entry)).map(({ name }) => name);

/** The files of a list as it has them, whether they are there or not; for training those that no list has. */
async function listed(path: string, split: SplitName): Promise<FolderLayout['only']> {
  const read = async (name: string): Promise<Set<string>> =>
    new Set((await readText(join(path, name), 'list')).split(/\r?\n/).filter(Boolean));
  if (split !== 'train') {
    const own = [...(await read(lists[split]))];
    return () => own;
  }
  const others = new Set([...(await read(lists.validation)), ...(await read(lists.test))]);
  return (all) => all.filter((file) => !others.has(file));
}
