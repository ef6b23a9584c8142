import { addN, equal, mul, type Params, type Tensor, where } from '@xm/tensor-ops';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import type { Normal } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { productOfExperts } from '../experts/productOfExperts.ts';
import type { Views } from '../model/encode.ts';
import { type JointEncoder, toldByAll } from './jointEncoder.ts';
import type { MethodParts, Use } from './method.ts';
import { priorUse } from './use.ts';

/**
 * In rows that have every modality, what the joint encoder says; in rows that have one, what that says by itself; else the
 * product of those that are there, with the prior. So it is, too, where features are not known any more (`drawCodes`), in
 * place of the joint encoder.
 *
 * @param joint its params are `joint` of the method's own
 */
export function jointUse(parts: MethodParts, joint: JointEncoder): Use {
  const normal = latentDistribution('normal');
  const posterior = (params: Params, views: Views): Normal => {
    const experts = Object.values(views);
    const count = addN(experts.map(({ present }) => present));
    const few = chosen(equal(count, 1), theOne(experts), productOfExperts(experts));
    const whole = toldByAll(parts.readers, views);
    if (whole === undefined) return few;
    return chosen(whole.isWhole, joint.apply(params['joint'] as Params, whole.told), few);
  };
  return {
    distribution: normal,
    ...priorUse(parts, normal),
    posterior,
    draw: (params, views, { temperature, rng }) =>
      drawNear(normal, posterior(params, views), temperature, rng),
  };
}

/** Of rows in which one speaks, what that says. */
const theOne = (experts: readonly Expert[]): Normal => ({
  mu: addN(experts.map(({ mu, present }) => mul(mu, present))),
  logVar: addN(experts.map(({ logVar, present }) => mul(logVar, present))),
});

/** @param isFirst bool [batch, 1] */
const chosen = (isFirst: Tensor, first: Normal, second: Normal): Normal => ({
  mu: where(isFirst, first.mu, second.mu),
  logVar: where(isFirst, first.logVar, second.logVar),
});
