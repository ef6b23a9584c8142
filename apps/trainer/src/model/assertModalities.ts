import type { Modality } from '@xm/data';
import { ConfigError } from '@xm/tensor-ops';
import type { RunData } from '../data/runData.ts';

/**
 * @param of what a model takes in   @param source what the data is called
 * @throws ConfigError when the data lacks one of them.
 */
export function assertModalities(of: readonly Modality[], data: RunData, source: string): void {
  const missing = of.find((one) => !data.modalities.includes(one));
  if (missing === undefined) return;
  throw new ConfigError(
    `config.model.${missing}: the data, ${source}, has ${data.modalities.join(', ')}. ` +
      'Leave this out, or choose other data.',
  );
}
