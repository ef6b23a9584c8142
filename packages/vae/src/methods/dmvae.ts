import { fold, mul } from '@xm/tensor-ops';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { everyone, evidence, summed } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { productUse } from './use.ts';

export interface DmvaeConfig {
  readonly kind: 'dmvae';
}

/**
 * Shared and private latents: the sum of the negative evidence bounds of all modalities when all tell of the shared latents,
 * and when each tells alone,
 *
 *   ELBO(X; q(z | X)) + Σⱼ ELBO(X; q(z | xⱼ))
 *
 * q(z | X) being the product of experts with the prior, and wₘ always drawn from xₘ.
 * @see Lee and Pavlovic 2021, equations 6 and 7
 */
export const dmvae: MethodKind<DmvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'some',
  build: (_, parts) => ({
    ...productUse(parts),
    takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
    init: () => ({}),
    objective: (options) =>
      objectiveOf(parts, options, (sight, _, rng) => {
        const { experts } = sight;
        const all = everyone(sight);
        const alone = experts.map((teller, j) => {
          const counted = experts.map(({ present }) => mul(present, teller.present));
          return evidence(sight, productOfExperts([teller]), counted, fold(rng, j));
        });
        return summed([evidence(sight, productOfExperts(experts), all, rng), ...alone]);
      }),
  }),
};
