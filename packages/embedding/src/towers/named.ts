import { ConfigError } from '@xm/tensor-ops';

/**
 * The config that a name stands for, or the config itself.
 *
 * @param field what errors call it
 * @throws ConfigError for a name that is not known.
 */
export function named<T>(choice: string | T, sizes: Record<string, T>, field: string): T {
  if (typeof choice !== 'string') return choice;
  if (Object.hasOwn(sizes, choice)) return sizes[choice];
  const known = Object.keys(sizes).map((name) => `'${name}'`);
  throw new ConfigError(`${field} must be one of ${known.join(', ')}, got '${choice}'.`);
}
