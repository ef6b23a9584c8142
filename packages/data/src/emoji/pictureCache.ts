import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '../pictures/picture.ts';

/** Square pictures of one size, one after the other in one file, found again by a key. */
export interface PictureCache {
  read(): Promise<Picture[] | undefined>;
  /** The file appears at once and whole. A cache that cannot be written is done without. */
  write(pictures: readonly Picture[]): Promise<void>;
}

/** @param key everything that the pictures depend on   @param count how many there are */
export function pictureCache(
  folder: string,
  key: readonly string[],
  count: number,
  size: number,
): PictureCache {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16);
  const path = join(folder, `${name}-${count}x${size}.rgb`);
  const bytes = size * size * 3;
  return {
    async read() {
      const file = await readFile(path).catch(() => undefined);
      if (file?.length !== count * bytes) return undefined;
      return Array.from({ length: count }, (_, i) => ({
        width: size,
        height: size,
        channels: 3,
        data: new Uint8Array(file.buffer, file.byteOffset + i * bytes, bytes),
      }));
    },
    async write(pictures) {
      const half = `${path}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true });
        const file = new Uint8Array(count * bytes);
        for (let i = 0; i < count; i++) file.set(pictures[i].data, i * bytes);
        await writeFile(half, file);
        await rename(half, path);
      } catch {
        await rm(half, { force: true }).catch(() => {});
      }
    },
  };
}
