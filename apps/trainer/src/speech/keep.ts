import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Bytes that are made once and then read from a file, named for the hash of what they depend on. The file
 * appears at once and whole; a folder that cannot be written is done without.
 *
 * @param key all that the bytes depend on
 */
export async function keep(
  folder: string,
  key: readonly (string | number)[],
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  const path = join(folder, name.slice(0, 2), name);
  const known = await readFile(path).catch(() => undefined);
  if (known !== undefined) return known;
  const made = await make();
  const half = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(half, made);
    await rename(half, path);
  } catch {
    await rm(half, { force: true }).catch(() => {});
  }
  return made;
}
