import { add, addN, div, fold, mul, type Scalar, sum } from '@xm/tensor-ops';
import { klBetweenNormals, klToStandardNormal, sampleNormal } from '../distributions/normal.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import { only, privateDivergence, reconstruction, rowsOf } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { productUse } from './use.ts';

export interface CrmvaeConfig {
  readonly kind: 'crmvae';
}

/**
 * Experts that are coordinated with their product: mean over the batch of 1/(M + 1) times
 *
 *   ½·Σₘ weightₘ·(−log p(xₘ | z, wₘ) − log p(xₘ | zₘ, wₘ))
 *     + β·(sharedBeta·(KL(q(z | X) ‖ N(0, I)) + Σₘ KL(q(z | X) ‖ q(z | xₘ))) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * M is how many modalities an example has; z is drawn from the product, zₘ from q(z | xₘ), the product of one expert and
 * the prior: a modality by itself makes only itself. Private latents are an addition to the paper, which has none.
 * @see Suzuki and Matsuo 2023, "Mitigating the limitations of multimodal VAEs with coordination-based approach"
 */
export const crmvae: MethodKind<CrmvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: (_, parts) => ({
    ...productUse(parts),
    takes: ['beta', 'sharedBeta', 'guides'],
    init: () => ({}),
    objective: (options) =>
      objectiveOf(parts, options, (sight, _, rng) => {
        const { experts, examples, beta, sharedBeta } = sight;
        const q = productOfExperts(experts);
        const share = div(1, add(1, addN(experts.map(({ present }) => present))));
        const half = experts.map(({ present }) => mul(present, mul(0.5, share)));
        const together = reconstruction(sight, sampleNormal(q, fold(rng, 'shared')), half, rng);
        const singles = experts.map((expert) => productOfExperts([expert]));
        const alone = singles.map((single, m) => {
          const lot = fold(rng, m);
          const z = sampleNormal(single, fold(lot, 'shared'));
          return reconstruction(sight, z, only(half, m), lot).cost;
        });
        const apart = singles.map((single, m) =>
          rowsOf(klBetweenNormals(q, single), experts[m].present),
        );
        const kl = klToStandardNormal(q);
        const shared = mul(sum(rowsOf(add(kl, addN(apart)), share)), 1 / examples);
        const own = privateDivergence(
          sight,
          experts.map(({ present }) => mul(present, share)),
        );
        const divergences = mul(beta, add(mul(sharedBeta, shared), own.cost));
        return {
          cost: addN([together.cost, ...alone, divergences]) as Scalar,
          terms: {
            sharedKl: mul(sum(kl), 1 / examples) as Scalar,
            ...together.terms,
            ...own.terms,
          },
        };
      }),
  }),
};
