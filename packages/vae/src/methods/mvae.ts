import { bernoulli, fold, mul, type Rng } from '@xm/tensor-ops';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { type Counted, everyone, evidence, only, summed } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import type { Cost, Sight } from './sight.ts';
import { productUse } from './use.ts';

export interface MvaeConfig {
  readonly kind: 'mvae';
  /**
   * Of more than two modalities: subsets that are drawn for each example, beside all together and each alone. Every
   * modality is in one with a probability of a half. 1 unless told otherwise.
   */
  readonly subsets?: number;
}

/**
 * The product of experts, sub-sampled so that each expert learns to speak alone: the sum of the negative evidence bounds
 *
 *   ELBO(X) + Σₘ ELBO(xₘ) + Σₖ ELBO(Xₖ),  q(z | X) ∝ p(z)·Πₘ q̃(z | xₘ)
 *
 * Xₖ are drawn for each example; an empty one costs nothing.
 * @see Wu and Goodman 2018, equation 5
 */
export const mvae: MethodKind<MvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ subsets = 1 }, parts) => ({
    ...productUse(parts),
    takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
    init: () => ({}),
    objective: (options) =>
      objectiveOf(parts, options, (sight, _, rng) => {
        const all = everyone(sight);
        const count = all.length;
        const alone = count > 1 ? all.map((_, m) => only(all, m)) : [];
        const drawn = Array.from({ length: count > 2 ? subsets : 0 }, (_, k): Counted => {
          const lot = fold(fold(rng, 'subset'), k);
          return sight.experts.map(({ present }, m) =>
            mul(present, bernoulli(fold(lot, m), [sight.examples, 1], 0.5)),
          );
        });
        const bounds = [all, ...alone, ...drawn];
        return summed(bounds.map((some, i): Cost => boundOf(sight, some, fold(rng, i))));
      }),
  }),
};

/** The evidence bound of a subset, told by its own product. */
const boundOf = (sight: Sight, some: Counted, rng: Rng): Cost => {
  const speaking = sight.experts.flatMap((expert, m) => {
    const present = some[m];
    return present ? [{ ...expert, present }] : [];
  });
  return evidence(sight, productOfExperts(speaking), some, rng);
};
