import { join } from 'node:path';

/**
 * Where the program keeps, for all runs, what it can make again. May be deleted at any time.
 *
 * @param from the folder whose node_modules hold the data
 */
export const cachePath = (from: string, of: 'speech' | 'judge'): string =>
  join(from, 'node_modules', '.cache', 'xm', of);
