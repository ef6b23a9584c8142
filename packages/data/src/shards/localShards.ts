import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { download } from '../download/download.ts';
import { isUrl } from './shardPaths.ts';

/**
 * Paths of files for paths and addresses: what has an address is fetched into the folder, unless it is there
 * already.
 *
 * @throws DataError when a file cannot be fetched.
 */
export async function localShards(
  paths: readonly string[],
  cacheDir: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const local: string[] = [];
  for (const path of paths) {
    const to = isUrl(path) ? join(cacheDir, cachedName(path)) : path;
    if (to !== path) await download(path, { to, ...(signal ? { signal } : {}) });
    local.push(to);
  }
  return local;
}

/** Tells shards of one name from different places apart, and keeps the name for messages. */
function cachedName(url: string): string {
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 16);
  return `${hash}-${basename(new URL(url).pathname)}`;
}
