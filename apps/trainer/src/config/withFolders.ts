import { resolve } from 'node:path';
import { ConfigError } from '@xm/tensor-ops';
import type { Config } from './schema.ts';

/**
 * The config with its digits in other folders, and by their whole paths: a run goes on from anywhere.
 *
 * @throws ConfigError when a folder is given for other data.
 */
export function withFolders<C extends Config>(
  config: C,
  given: { readonly written?: string; readonly spoken?: string },
): C {
  const { data } = config;
  if (data.source === 'digits') {
    const written = resolve(given.written ?? data.written);
    const spoken = resolve(given.spoken ?? data.spoken);
    return { ...config, data: { source: 'digits', written, spoken } };
  }
  for (const name of ['written', 'spoken'] as const) {
    if (given[name] !== undefined) {
      throw new ConfigError(
        `--${name}: only a run of digits is told folders, this is one of ${data.source}. Leave it out.`,
      );
    }
  }
  return config;
}
