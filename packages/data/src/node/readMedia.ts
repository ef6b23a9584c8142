import type { Example } from '../example.ts';
import { decodeMedia } from './decodeMedia.ts';
import { readBytes } from './readBytes.ts';

/**
 * A picture or a sound, as what the file's first bytes say it is; by its name where they say nothing.
 *
 * @param from a folder from whose node_modules sharp and opus-decoder are taken
 * @throws DataError when the file is missing, damaged or of another kind.
 */
export const readMedia = async (
  path: string,
  from?: string,
): Promise<Pick<Example, 'image' | 'speech' | 'video'>> =>
  decodeMedia(await readBytes(path, 'file'), { source: path, ...(from ? { from } : {}) });
