import { isAbsolute, relative, resolve, sep } from 'node:path';
import { DataError } from '../dataError.ts';
import { fileCalls } from './fileCalls.ts';

/**
 * Where a path leads that a file of data names: the same on every system, hence with `/` alone. A link is
 * followed, and must stay in the folder too.
 *
 * @param root the folder that it starts from and must stay in
 * @throws DataError when it leaves.
 */
export async function pathInside(root: string, path: string): Promise<string> {
  if (path.includes('\\')) {
    throw new DataError(`paths must be written with /, '${shown(path)}' is not. Change it.`);
  }
  const whole = resolve(root, path);
  if (path.includes('\0') || !isInside(root, whole))
    throw leaves(root, path, 'Move the file there.');
  const [realRoot, real] = await Promise.all(
    [root, whole].map((one) => fileCalls.realpath(one)),
  ).catch(
    // What is not there leads nowhere; opening it says so.
    () => [root, whole],
  );
  if (isInside(realRoot, real)) return whole;
  throw leaves(root, path, 'It is a link: put the file in its place.');
}

function isInside(root: string, whole: string): boolean {
  const way = relative(root, whole);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const leaves = (root: string, path: string, remedy: string): DataError =>
  new DataError(`paths must stay in the folder ${root}, '${shown(path)}' does not. ${remedy}`);

/** A path of a megabyte is none to show. */
const shown = (path: string): string => (path.length > 200 ? `${path.slice(0, 200)}…` : path);
