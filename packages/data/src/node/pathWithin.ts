import { isAbsolute, relative, resolve } from 'node:path';
import { DataError } from '../dataError.ts';

/**
 * A path that data names, which must stay in a folder.
 *
 * @param source what errors call the place that names it
 * @throws DataError when it leads out.
 */
export function pathWithin(folder: string, path: string, source: string): string {
  const whole = resolve(folder, path);
  const way = relative(folder, whole);
  const inside = way !== '' && way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
  if (inside && !path.includes('\0')) return whole;
  throw new DataError(
    `${source}: paths must stay in ${folder}, '${path}' does not. Move the file there.`,
  );
}
