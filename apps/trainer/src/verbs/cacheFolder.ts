import { cachePath } from '../data/cachePath.ts';
import { dataHome } from './train.ts';

/** The program's own cache: see `cachePath`. */
export const cacheFolder = (of: 'speech' | 'judge'): string => cachePath(dataHome(), of);
