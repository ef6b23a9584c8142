import { vaeObjective } from '../model/vaeObjective.ts';
import type { MethodKind } from './method.ts';
import { productUse } from './use.ts';

export interface RecipeConfig {
  readonly kind: 'recipe';
}

/** What is taken unless told otherwise: see `vaeObjective`. In use, the product of all that is there. */
export const recipe: MethodKind<RecipeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: (_, parts) => ({
    ...productUse(parts),
    takes: ['beta', 'sharedBeta', 'guides', 'strangers'],
    init: () => ({}),
    objective: (options) => vaeObjective(parts.readers, parts.channels, options),
  }),
};
