import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataError } from '../dataError.ts';

/**
 * The path of a file or folder of an npm package, found as a program in folder `from` would find it.
 *
 * @throws DataError when the package is not installed there.
 */
export function packageFile(from: string, name: string, path: string): string {
  try {
    return join(dirname(requireFrom(from).resolve(`${name}/package.json`)), path);
  } catch {
    throw notInstalled(from, name);
  }
}

/** `require` as a program in folder `from` has it. */
export const requireFrom = (from: string): NodeJS.Require =>
  createRequire(join(from, 'package.json'));

/** What `import` of a package gives a program in folder `from`. */
export const importFrom = async (from: string, name: string): Promise<unknown> =>
  import(pathToFileURL(requireFrom(from).resolve(name)).href);

export const notInstalled = (from: string, name: string): DataError =>
  new DataError(
    `${name} is needed and not installed in ${from} or above. Run: npm install --save-dev ${name}`,
  );
