import { ConfigError } from '@xm/tensor-ops';
import type { BoundName } from '../bounds/drawnBound.ts';
import { latentDistribution } from '../distributions/latentDistribution.ts';
import { everyone, evidence } from './evidence.ts';
import type { MethodKind } from './method.ts';
import { mixtureBound } from './mixtureBound.ts';
import { standardMixture } from './mixtureModel.ts';
import { objectiveOf } from './objectiveOf.ts';
import { mixtureUse } from './use.ts';

export interface VaeMethodConfig {
  readonly kind: 'vae';
  /** 'elbo' unless told otherwise, with the divergence in closed form. */
  readonly bound?: BoundName;
  /** Draws for 'iwae' and 'dreg': 1 unless told otherwise. */
  readonly samples?: number;
}

/**
 * One modality: the negative evidence bound −log p(x | z) + β·KL(q(z | x) ‖ N(0, I)), z drawn from q, or the
 * importance-weighted one. `beta` of the objective makes it a β-VAE. Private latents are as good as shared ones here.
 *
 * @see Kingma and Welling 2014, equation 3; Higgins et al. 2017, equation 4; Burda et al. 2016, equation 8
 */
export const vae: MethodKind<VaeMethodConfig> = {
  bounds: ['elbo', 'iwae', 'dreg'],
  distributions: ['normal'],
  own: 'any',
  build: ({ bound = 'elbo', samples = 1 }, parts) => {
    const known = Object.keys(parts.readers);
    if (known.length > 1) {
      throw new ConfigError(
        `channels: vae has one modality, got ${known.join(', ')}. The recipe has several.`,
      );
    }
    if (bound === 'elbo' && samples > 1) {
      throw new ConfigError(`method.samples: vae takes one with elbo, got ${samples}. Take iwae.`);
    }
    const distribution = latentDistribution('normal');
    return {
      ...mixtureUse(parts, distribution),
      takes: ['beta', 'sharedBeta', 'guides', ...(bound === 'elbo' ? (['freeBits'] as const) : [])],
      init: () => ({}),
      objective: (options) =>
        objectiveOf(parts, options, (sight, _, rng) =>
          bound === 'elbo'
            ? evidence(sight, sight.experts[0], everyone(sight), rng)
            : mixtureBound(sight, standardMixture(bound, samples, distribution), rng),
        ),
    };
  },
};
