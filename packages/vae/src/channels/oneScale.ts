import { ConfigError } from '@xm/tensor-ops';
import type { ScaleValue } from './channel.ts';

/** @throws ConfigError for a covariance where one number is to be given. */
export function oneScale(scale: ScaleValue | undefined, what: string): number | undefined {
  if (scale === undefined || typeof scale === 'number') return scale;
  throw new ConfigError(
    `scale of ${what}: it must be one number, got a covariance. Measure it with the same config: measureScales().`,
  );
}
