import {
  add,
  addN,
  ConfigError,
  createRng,
  fold,
  mean,
  mul,
  type Params,
  type Scalar,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import { latentDistribution } from '../distributions/latentDistribution.ts';
import type { Expert } from '../experts/expert.ts';
import { uniformSubset } from '../experts/uniformSubset.ts';
import type { Views } from '../model/encode.ts';
import { everyone, privateDivergence, reconstruction } from './evidence.ts';
import { type Descent, hierarchy } from './hierarchy.ts';
import type { MethodKind, Near } from './method.ts';
import { objectiveOf } from './objectiveOf.ts';
import { priorUse } from './use.ts';

export interface MhvaeConfig {
  readonly kind: 'mhvae';
  /** Latents of each level, the deepest first; they make up the shared ones. Two halves unless told otherwise. */
  readonly levels?: readonly number[];
  /** Units of the hidden layer under each level: 64 unless told otherwise. */
  readonly width?: number;
}

/**
 * Shared latents in levels, z = (z_L, …, z_1), each under those that are deeper: mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | z, wₘ)) + β·(sharedBeta·Σ_l KL(q(z_l | X, z_>l) ‖ p(z_l | z_>l)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * with q(z_l | X, z_>l) ∝ p(z_l | z_>l)·Πₘ q̃(z_l | xₘ, z_>l) over one subset of what an example has, drawn uniformly: in the paper
 * it is the mean over all. Private latents are an addition to the paper, which has none and adds an adversarial term.
 * @see Dorent et al. 2023, "Unified brain MR-ultrasound synthesis using multi-modal hierarchical representations"
 */
export const mhvae: MethodKind<MhvaeConfig> = {
  bounds: ['elbo'],
  distributions: ['normal'],
  own: 'any',
  build: ({ levels, width = 64 }, parts) => {
    const { shared, readers } = parts;
    const halves = [Math.ceil(shared / 2), Math.floor(shared / 2)].filter((size) => size > 0);
    const sizes = levels ?? halves;
    assertLevels(sizes, shared);
    const latents = hierarchy(sizes, width, Object.keys(readers) as Modality[]);
    const normal = latentDistribution('normal');
    const descent = (own: Params, views: Views, near: Near): Descent => {
      const experts = Object.entries(views) as [Modality, Expert][];
      return latents.descend(own, experts, experts[0][1].mu.shape[0], near);
    };
    return {
      distribution: normal,
      ...priorUse(parts, normal),
      posterior: (own, views) => descent(own, views, still).q,
      draw: (own, views, near) => descent(own, views, near).z,
      drawPrior: (own, rows, near) => latents.descend(own, [], rows, near).z,
      logPrior: (own, z) => latents.logDensity(own, z),
      takes: ['beta', 'sharedBeta', 'guides'],
      init: (rng) => latents.init(rng),
      objective: (options) =>
        objectiveOf(parts, options, (sight, own, rng) => {
          const { sides, experts, examples, beta, sharedBeta } = sight;
          const all = everyone(sight);
          const drawn = uniformSubset(
            experts.map(({ present }) => present),
            fold(rng, 'subset'),
          );
          const tellers = experts.map(
            (expert, m) => [sides[m].modality, { ...expert, present: drawn[m] }] as const,
          );
          const near = { temperature: 1, rng: fold(rng, 'shared') };
          const { z, kls } = latents.descend(own, tellers, examples, near);
          const made = reconstruction(sight, z, all, rng);
          const sharedKl = mean(addN([...kls])) as Scalar;
          const alone = privateDivergence(sight, all);
          const divergences = mul(beta, add(mul(sharedBeta, sharedKl), alone.cost));
          return {
            cost: add(made.cost, divergences) as Scalar,
            terms: { sharedKl, ...made.terms, ...alone.terms },
          };
        }),
    };
  },
};

/** Every level at its mean. */
const still: Near = { temperature: 0, rng: createRng(0) };

function assertLevels(sizes: readonly number[], shared: number): void {
  const sum = sizes.reduce((a, b) => a + b, 0);
  const whole = sizes.every((size) => Number.isInteger(size) && size >= 1);
  if (whole && sizes.length > 0 && sum === shared) return;
  throw new ConfigError(
    `method.levels must be whole numbers from 1 that make up shared, ${shared}, got ${sizes.join(', ') || 'none'}.`,
  );
}
