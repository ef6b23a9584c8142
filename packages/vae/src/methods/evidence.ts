import {
  add,
  addN,
  div,
  fold,
  maximum,
  mean,
  mul,
  type Rng,
  reshape,
  type Scalar,
  scalar,
  sum,
  type Tensor,
} from '@xm/tensor-ops';
import { klPerLatent, type Normal, sampleNormal } from '../distributions/normal.ts';
import { spread } from '../model/vaeBatch.ts';
import type { Cost, Sight } from './sight.ts';
import { surprisesAt } from './surprises.ts';

/**
 * Which modalities a bound is about: of each side float32 [batch, 1], 1 in the rows where it counts; not there where it
 * counts in no row, and nothing is spent on it.
 */
export type Counted = readonly (Tensor | undefined)[];

/** All that is there. */
export const everyone = ({ experts }: Sight): Counted => experts.map(({ present }) => present);

/** One side alone, of those that count. */
export const only = (counted: Counted, which: number): Counted =>
  counted.map((present, i) => (i === which ? present : undefined));

/**
 * The evidence bound of a normal posterior of the shared latents, negative: the mean over the batch of
 *
 *   Σₘ weightₘ·(−log p(xₘ | z, wₘ)) + β·(sharedBeta·KL(q ‖ N(0, I)) + Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)))
 *
 * over the modalities that count, with one draw z of q and one wₘ of each private posterior.
 *
 * @param q [batch, shared]; the prior in rows where nothing counts
 */
export function evidence(sight: Sight, q: Normal, counted: Counted, rng: Rng): Cost {
  const made = reconstruction(sight, sampleNormal(q, fold(rng, 'shared')), counted, rng);
  const shared = divergence(sight, klPerLatent(q));
  const own = privateDivergence(sight, counted);
  const divergences = mul(sight.beta, add(mul(sight.sharedBeta, shared), own.cost));
  return {
    cost: add(made.cost, divergences) as Scalar,
    terms: { sharedKl: shared, ...made.terms, ...own.terms },
  };
}

/** Of one bound after the other, the sum; what is watched is that of the first. */
export const summed = (costs: readonly Cost[]): Cost => ({
  cost: addN(costs.map(({ cost }) => cost)) as Scalar,
  terms: costs[0].terms,
});

/** Σₘ weightₘ·(−log p(xₘ | z, wₘ)), mean over the batch; wₘ is drawn from xₘ. */
export function reconstruction(sight: Sight, z: Tensor, counted: Counted, rng: Rng): Cost {
  const terms: Record<string, Scalar> = {};
  const costs = sight.sides.flatMap((side, m) => {
    const present = counted[m];
    if (present === undefined) return [];
    const { own } = side.posterior;
    const w = own && sampleNormal(own, fold(fold(rng, side.modality), 'own'));
    const surprise = mul(surprisesAt(sight, side, z, w, rng), present);
    terms[`${side.modality}Nll`] = meanOfThose(surprise, present);
    return [mul(sum(surprise), sight.weights[m] / sight.examples)];
  });
  return { cost: total(costs), terms };
}

/** Σₘ KL(q(wₘ | xₘ) ‖ N(0, I)), mean over the batch. */
export function privateDivergence(sight: Sight, counted: Counted): Cost {
  const terms: Record<string, Scalar> = {};
  const costs = sight.sides.flatMap(({ modality, posterior: { own } }, m) => {
    const present = counted[m];
    if (own === undefined || present === undefined) return [];
    const kl = mul(spread(sight.batch, modality, klPerLatent(own)), present);
    terms[`${modality}Kl`] = meanOfThose(kl, present);
    return [divergence(sight, kl)];
  });
  return { cost: total(costs), terms };
}

/** Σ over latents of max(λ, mean over the batch), λ being the free bits: [batch, latents] → scalar. */
export function divergence({ freeBits }: Sight, kl: Tensor): Scalar {
  const perLatent = mean(kl, 0);
  return sum(freeBits > 0 ? maximum(perLatent, freeBits) : perLatent) as Scalar;
}

/** The sum of each row, mean over the rows that count, by what they count; 0 where none does. */
export const meanOfThose = (numbers: Tensor, present: Tensor): Scalar =>
  div(sum(numbers), maximum(sum(reshape(present, [-1])), 1e-6)) as Scalar;

const total = (costs: readonly Tensor[]): Scalar =>
  (costs.length === 0 ? scalar(0) : addN([...costs])) as Scalar;

/** Numbers of rows, each weighed: [batch], [batch, 1] → [batch]. */
export const rowsOf = (numbers: Tensor, weights: Tensor): Tensor =>
  mul(numbers, reshape(weights, [-1]));
