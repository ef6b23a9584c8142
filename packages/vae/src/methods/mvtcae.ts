import { add, addN, div, fold, maximum, mul, type Scalar, sub, sum } from '@xm/tensor-ops';
import { klBetweenNormals, klPerLatent, sampleNormal } from '../distributions/normal.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { divergence, everyone, privateDivergence, reconstruction, rowsOf } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { productUse } from './use.ts';

export interface MvtcaeConfig {
  readonly kind: 'mvtcae';
  /** 0…1: how far single modalities are to know what all know, rather than all to stay near the prior. 0.9 unless told otherwise. */
  readonly alpha?: number;
}

/**
 * The product of experts, by a bound of the total correlation: mean over the batch of
 *
 *   (M − α)/M·Σₘ weightₘ·(−log p(xₘ | z, wₘ))
 *     + β·(sharedBeta·(1 − α)·KL(q(z | X) ‖ N(0, I)) + α/M·Σₘ KL(q(z | X) ‖ q(z | xₘ)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * M is how many modalities an example has; q(z | xₘ) is the product of one expert and the prior.
 * @see Hwang et al. 2021, equation 9
 */
export const mvtcae: MethodKind<MvtcaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ alpha = 0.9 }, parts) => ({
    ...productUse(parts),
    takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
    init: () => ({}),
    objective: (options) =>
      objectiveOf(parts, options, (sight, _, rng) => {
        const { experts, examples, beta, sharedBeta } = sight;
        const all = everyone(sight);
        const q = productOfExperts(experts);
        const count = maximum(addN(experts.map(({ present }) => present)), 1);
        const share = div(alpha, count);
        const made = reconstruction(
          sight,
          sampleNormal(q, fold(rng, 'shared')),
          experts.map(({ present }) => mul(present, sub(1, share))),
          rng,
        );
        const sharedKl = divergence(sight, klPerLatent(q));
        const apart = experts.map((expert) =>
          rowsOf(klBetweenNormals(q, productOfExperts([expert])), mul(expert.present, share)),
        );
        const jointKl = mul(sum(addN(apart)), 1 / examples) as Scalar;
        const own = privateDivergence(sight, all);
        const divergences = addN([mul(sharedBeta * (1 - alpha), sharedKl), jointKl, own.cost]);
        return {
          cost: add(made.cost, mul(beta, divergences)) as Scalar,
          terms: { sharedKl, jointKl, ...made.terms, ...own.terms },
        };
      }),
  }),
};
