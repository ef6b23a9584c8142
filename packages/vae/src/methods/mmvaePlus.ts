import type { BoundName } from '../bounds/drawnBound.ts';
import { type DistributionName, latentDistribution } from '../distributions/latentDistribution.ts';
import type { MethodKind } from './method.ts';
import { mixtureBound } from './mixtureBound.ts';
import { type MixtureModel, standardMixture } from './mixtureModel.ts';
import { objectiveOf } from './objectiveOf.ts';
import { strangePriors } from './strangePriors.ts';
import { mixtureUse } from './use.ts';

export interface MmvaePlusConfig {
  readonly kind: 'mmvae+';
  /** 'elbo' unless told otherwise; the paper has 'dreg'. */
  readonly bound?: BoundName;
  /** Draws of each expert: 1 unless told otherwise. */
  readonly samples?: number;
  /** 'normal' unless told otherwise; the paper has 'laplace', too. */
  readonly latents?: DistributionName;
}

/**
 * The mixture of experts with private latents. A decoder is told its modality's own private latents where its own expert
 * tells of the shared ones, and else such as are drawn from r(wₘ), whose variance is learned: nothing of what is shared can
 * come to it past the shared latents. See `mixtureBound`. In translation, too, private latents are drawn from r(wₘ).
 *
 * @see Palumbo et al. 2023, equation 6
 */
export const mmvaePlus: MethodKind<MmvaePlusConfig> = {
  bounds: ['elbo', 'iwae', 'dreg'],
  distributions: ['normal', 'laplace'],
  own: 'some',
  build: ({ bound = 'elbo', samples = 1, latents = 'normal' }, parts) => {
    const distribution = latentDistribution(latents);
    const { init, draw, drawOwn, logOwn } = strangePriors(parts, distribution);
    return {
      ...mixtureUse(parts, distribution),
      drawsOwn: true,
      drawOwn,
      logOwn,
      takes: ['beta', 'sharedBeta', 'guides'],
      init: () => ({ strange: init() }),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const model: MixtureModel = {
            ...standardMixture(bound, samples, distribution),
            drawStrange: (modality, rows, _, lot) => draw(own, modality, rows, lot),
          };
          return mixtureBound(sight, model, rng);
        }),
    };
  },
};
