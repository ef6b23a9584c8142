import {
  add,
  addN,
  concat,
  div,
  expandDims,
  fold,
  maximum,
  mean,
  mul,
  neg,
  type Rng,
  reshape,
  type Scalar,
  sub,
  sum,
  type Tensor,
  transpose,
} from '@xm/tensor-ops';
import { drawnBound } from '../bounds/drawnBound.ts';
import { logMeanExp } from '../bounds/logMeanExp.ts';
import { constant, each } from '../distributions/normal.ts';
import { meanOfThose } from './evidence.ts';
import { codesOf, type MixtureModel, ownDraws } from './mixtureModel.ts';
import type { Cost, Sight } from './sight.ts';
import { surprisesAt } from './surprises.ts';

/**
 * The bound of a mixture of experts, of which each is drawn from: the mean over the batch and over the experts j of what
 * `bound` makes of K log-weights
 *
 *   Σₘ weightₘ·log p(xₘ | z, wₘ) + β·(sharedBeta·(log p(z) − log q(z | X)) + log p(wⱼ) − log q(wⱼ | xⱼ))
 *
 * z is drawn from q(z | xⱼ), and q(z | X) is the mean of the experts' densities. wⱼ is drawn from q(wⱼ | xⱼ), other wₘ by
 * `drawStrange`.
 * @see Shi et al. 2019, equation 5 ("looser" in their code); Palumbo et al. 2023, equation 6
 */
export function mixtureBound(sight: Sight, model: MixtureModel, rng: Rng): Cost {
  const { examples, sides, experts, weights, beta, sharedBeta } = sight;
  const { samples } = model;
  const bound = drawnBound(model.bound);
  const count = sides.length;
  const table = (x: Tensor): Tensor => reshape(x, [examples, count * samples]);
  const owns = sides.map((_, m) => ownDraws(sight, m, model, bound, rng));
  const z = bound.pass(sharedDraws(sight, model, rng), (of) => reshape(transpose(of), [-1, 1]));
  const shared = sub(table(model.logPrior(z)), mixtureDensity(sight, model, z, bound.stopsDensity));
  const own = concat(
    owns.map((draws) => draws.logRatio),
    1,
  );
  const surprises = sides.map((side, m) => {
    const { modality, posterior } = side;
    const w = posterior.own && codesOf(sight, m, model, owns[m].w as Tensor, rng);
    return surprisesAt(sight, side, z, w, fold(rng, modality));
  });
  const weighed = addN(surprises.map((surprise, m) => mul(surprise, weights[m])));
  const latents = mul(beta, add(mul(sharedBeta, shared), own));
  const share = sharesOf(sight);
  const perRow = reshape(sub(latents, weighed), [examples * count, samples]);
  const overDraws = (x: Tensor): Tensor =>
    sum(mul(mean(reshape(x, [examples, count, samples]), 2), mul(share, examples)), 1);
  const terms: Record<string, Scalar> = { sharedKl: mean(neg(overDraws(shared))) };
  sides.forEach(({ modality, posterior }, m) => {
    const { present } = experts[m];
    terms[`${modality}Nll`] = meanOfThose(overDraws(surprises[m]), present);
    const { logRatio } = owns[m];
    if (posterior.own) terms[`${modality}Kl`] = meanOfThose(neg(mean(logRatio, 1)), present);
  });
  return { cost: bound.loss(transpose(perRow), reshape(share, [-1])), terms };
}

/** What each expert counts in each row: 1/(experts that are there) of 1/examples, and 0 if it is not. [batch, experts] */
function sharesOf({ experts, examples }: Sight): Tensor {
  const present = concat(
    experts.map((expert) => expert.present),
    1,
  );
  return div(present, mul(maximum(sum(present, 1, true), 1), examples));
}

/** Of each example the draws of each expert, one after the other: [batch·experts·draws, shared]. */
function sharedDraws(
  { sides, experts, examples }: Sight,
  { samples, distribution }: MixtureModel,
  rng: Rng,
): Tensor {
  const drawn = experts.map((expert, j) => {
    const z = distribution.sample(
      each(expert, samples),
      fold(fold(rng, sides[j].modality), 'shared'),
    );
    return reshape(z, [examples, samples, -1]);
  });
  return reshape(concat(drawn, 1), [-1, drawn[0].shape[2] as number]);
}

/** log q(z | X) at all draws: [batch, experts·draws]. */
function mixtureDensity(
  { experts, examples }: Sight,
  { distribution }: MixtureModel,
  z: Tensor,
  isConstant: boolean,
): Tensor {
  const draws = z.shape[0] / examples;
  const densities = experts.map((expert) => {
    const q = each(isConstant ? constant(expert) : expert, draws);
    return reshape(distribution.logDensity(z, q), [1, examples, draws]);
  });
  const present = experts.map((expert) => expandDims(expert.present, 0));
  return logMeanExp(concat(densities, 0), 0, concat(present, 0));
}
