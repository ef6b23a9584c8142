import { add, addN, div, exp, fold, log, maximum, minimum, mul, square, sub } from '@xm/tensor-ops';
import {
  drawNear,
  type LatentDistribution,
  latentDistribution,
} from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { mixtureOfExperts } from '../experts/mixtureOfExperts.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import type { Views } from '../model/encode.ts';
import type { MethodParts, Use } from './method.ts';

/** What is drawn from nothing, as the standard prior has it. */
export const priorUse = (
  { shared, readers }: MethodParts,
  distribution: LatentDistribution,
): Pick<Use, 'drawPrior' | 'drawOwn' | 'logPrior' | 'logOwn'> => ({
  drawPrior: (_, rows, { temperature, rng }) =>
    distribution.drawPrior(rows, shared, temperature, rng),
  drawOwn: (_, modality, z, { temperature, rng }) => {
    const latents = readers[modality]?.channel.latents ?? 0;
    return distribution.drawPrior(z.shape[0], latents, temperature, rng);
  },
  logPrior: (_, z) => distribution.logPrior(z),
  logOwn: (_, _modality, w) => distribution.logPrior(w),
});

/** Everything that is there speaks at once: the product of its experts, with the prior. */
export function productUse(parts: MethodParts): Use {
  const normal = latentDistribution('normal');
  const posterior = (views: Views): Normal => productOfExperts(Object.values(views));
  return {
    distribution: normal,
    ...priorUse(parts, normal),
    posterior: (_, views) => posterior(views),
    draw: (_, views, { temperature, rng }) => drawNear(normal, posterior(views), temperature, rng),
  };
}

/** One speaks for each row, drawn uniformly among those that `voices` makes of what is there. */
export const mixtureUse = (
  parts: MethodParts,
  distribution: LatentDistribution,
  voices: (experts: readonly Expert[]) => readonly Expert[] = (experts) => experts,
): Use => ({
  distribution,
  ...priorUse(parts, distribution),
  posterior: (_, views) => mixtureMoments(voices(Object.values(views))),
  draw: (_, views, { temperature, rng }) => {
    const one = mixtureOfExperts(voices(Object.values(views)), fold(rng, 'expert'));
    return drawNear(distribution, one, temperature, rng);
  },
});

/** Mean and variance of a uniform mixture of those that are there, Σ π·mu and Σ π·(variance + (mu − mean)²); else of the prior. */
function mixtureMoments(experts: readonly Expert[]): Normal {
  const there = addN(experts.map(({ present }) => present));
  const count = maximum(there, 1);
  const averaged = (part: (expert: Expert) => Expert['mu']): Expert['mu'] =>
    div(addN(experts.map((expert) => mul(part(expert), expert.present))), count);
  const mu = averaged((expert) => expert.mu);
  // About the mean, so that nothing is lost where experts agree.
  const variance = averaged((expert) => add(exp(expert.logVar), square(sub(expert.mu, mu))));
  return { mu, logVar: log(add(variance, sub(1, minimum(there, 1)))) };
}
