import { add, addN, div, fold, mul, type Scalar, type Tensor } from '@xm/tensor-ops';
import { latentDistribution } from '../distributions/latentDistribution.ts';
import { klPerLatent, sampleNormal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { mixtureOfExperts } from '../experts/mixtureOfExperts.ts';
import { subsetProducts } from '../experts/subsetProducts.ts';
import { divergence, everyone, privateDivergence, reconstruction } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { mixtureUse } from './use.ts';

export interface MopoeConfig {
  readonly kind: 'mopoe';
}

/**
 * The mixture of the products of all subsets Xₖ: the mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | z, wₘ)) + β·(sharedBeta·meanₖ KL(q̃(z | Xₖ) ‖ N(0, I)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * z is drawn from one q̃(z | Xₖ) for each example, k uniform among the subsets of what the example has. The mean of the
 * divergences bounds that of the mixture. In use, too, one subset speaks for each row.
 * @see Sutter et al. 2021, equations 3 to 5 and lemma 2, without the empty subset
 */
export const mopoe: MethodKind<MopoeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: (_, parts) => ({
    ...mixtureUse(parts, latentDistribution('normal'), subsetProducts),
    takes: ['beta', 'sharedBeta', 'freeBits', 'guides'],
    init: () => ({}),
    objective: (options) =>
      objectiveOf(parts, options, (sight, _, rng) => {
        const all = everyone(sight);
        const voices = subsetProducts(sight.experts);
        const one = mixtureOfExperts(voices, fold(rng, 'expert'));
        const made = reconstruction(sight, sampleNormal(one, fold(rng, 'shared')), all, rng);
        const sharedKl = divergence(sight, meanDivergence(voices));
        const own = privateDivergence(sight, all);
        const divergences = mul(sight.beta, add(mul(sight.sharedBeta, sharedKl), own.cost));
        return {
          cost: add(made.cost, divergences) as Scalar,
          terms: { sharedKl, ...made.terms, ...own.terms },
        };
      }),
  }),
};

/** The divergences from the prior, mean over the voices that are there: [batch, latents]. */
const meanDivergence = (voices: readonly Expert[]): Tensor =>
  div(
    addN(voices.map((voice) => mul(klPerLatent(voice), voice.present))),
    addN(voices.map(({ present }) => present)),
  );
