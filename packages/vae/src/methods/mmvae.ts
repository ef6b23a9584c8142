import type { BoundName } from '../bounds/drawnBound.ts';
import { type DistributionName, latentDistribution } from '../distributions/latentDistribution.ts';
import type { MethodKind } from './method.ts';
import { mixtureBound } from './mixtureBound.ts';
import { standardMixture } from './mixtureModel.ts';
import { objectiveOf } from './objectiveOf.ts';
import { mixtureUse } from './use.ts';

export interface MmvaeConfig {
  readonly kind: 'mmvae';
  /** 'elbo' unless told otherwise; the paper has 'dreg'. */
  readonly bound?: BoundName;
  /** Draws of each expert: 1 unless told otherwise. Each modality is made as often, from each expert. */
  readonly samples?: number;
  /** 'normal' unless told otherwise; the paper has 'laplace', too. */
  readonly latents?: DistributionName;
}

/**
 * The mixture of experts q(z | X) = 1/M Σⱼ q(z | xⱼ): every decoder is told by every expert by itself. See `mixtureBound`.
 *
 * @see Shi et al. 2019, equation 5
 */
export const mmvae: MethodKind<MmvaeConfig> = {
  bounds: ['elbo', 'iwae', 'dreg'],
  distributions: ['normal', 'laplace'],
  own: 'none',
  build: ({ bound = 'elbo', samples = 1, latents = 'normal' }, parts) => {
    const distribution = latentDistribution(latents);
    return {
      ...mixtureUse(parts, distribution),
      takes: ['beta', 'sharedBeta', 'guides'],
      init: () => ({}),
      objective: (options) =>
        objectiveOf(parts, options, (sight, _, rng) =>
          mixtureBound(sight, standardMixture(bound, samples, distribution), rng),
        ),
    };
  },
};
