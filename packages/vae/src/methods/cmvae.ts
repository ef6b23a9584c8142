import { ConfigError, fold, type Params } from '@xm/tensor-ops';
import type { BoundName } from '../bounds/drawnBound.ts';
import { type DistributionName, latentDistribution } from '../distributions/latentDistribution.ts';
import { clusterPrior } from './clusterPrior.ts';
import type { MethodKind } from './method.ts';
import { mixtureBound } from './mixtureBound.ts';
import { type MixtureModel, standardMixture } from './mixtureModel.ts';
import { objectiveOf } from './objectiveOf.ts';
import { strangePriors } from './strangePriors.ts';
import { mixtureUse } from './use.ts';

export interface CmvaeConfig {
  readonly kind: 'cmvae';
  /** How many clusters the prior of the shared latents has: 10 unless told otherwise. */
  readonly clusters?: number;
  /** 'elbo' unless told otherwise. */
  readonly bound?: BoundName;
  /** Draws of each expert: 1 unless told otherwise. */
  readonly samples?: number;
  /** 'normal' unless told otherwise. */
  readonly latents?: DistributionName;
}

/**
 * MMVAE+ whose shared latents come in clusters: p(z) = Σ_c π_c·p(z | c) in place of the standard prior, with π and all p(z | c)
 * learned. The paper's bound has log p(c)·p(z | c)/q(c | z), its mean over q(c | z) = p(c | z): that is log p(z).
 *
 * @see Palumbo et al. 2024, "Deep generative clustering with multimodal diffusion variational autoencoders"; without
 *   its diffusion decoders
 */
export const cmvae: MethodKind<CmvaeConfig> = {
  bounds: ['elbo', 'iwae', 'dreg'],
  distributions: ['normal', 'laplace'],
  own: 'some',
  build: ({ clusters = 10, bound = 'elbo', samples = 1, latents = 'normal' }, parts) => {
    if (!Number.isInteger(clusters) || clusters < 2) {
      throw new ConfigError(
        `method.clusters must be a whole number from 2, got ${clusters}. With one: mmvae+.`,
      );
    }
    const distribution = latentDistribution(latents);
    const strange = strangePriors(parts, distribution);
    const prior = clusterPrior(clusters, parts.shared, distribution);
    const clustersOf = (own: Params): Params => own['clusters'] as Params;
    return {
      ...mixtureUse(parts, distribution),
      drawPrior: (own, rows, near) => prior.draw(clustersOf(own), rows, near),
      logPrior: (own, z) => prior.logDensity(clustersOf(own), z),
      drawsOwn: true,
      drawOwn: strange.drawOwn,
      logOwn: strange.logOwn,
      takes: ['beta', 'sharedBeta', 'guides'],
      init: (rng) => ({ strange: strange.init(), clusters: prior.init(fold(rng, 'clusters')) }),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const model: MixtureModel = {
            ...standardMixture(bound, samples, distribution),
            logPrior: (z) => prior.logDensity(clustersOf(own), z),
            drawStrange: (modality, rows, _, lot) => strange.draw(own, modality, rows, lot),
          };
          return mixtureBound(sight, model, rng);
        }),
    };
  },
};
