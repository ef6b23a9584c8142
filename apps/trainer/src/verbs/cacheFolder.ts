import { join } from 'node:path';
import { dataHome } from './train.ts';

/** Where the program keeps, for all runs, what it can make again. May be deleted at any time. */
export const cacheFolder = (of: 'speech' | 'judge'): string =>
  join(dataHome(), 'node_modules', '.cache', 'xm', of);
