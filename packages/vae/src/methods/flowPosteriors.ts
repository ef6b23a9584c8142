import {
  add,
  addN,
  argMax,
  broadcastTo,
  concat,
  equal,
  expandDims,
  fold,
  log,
  maximum,
  mul,
  oneHot,
  type Params,
  type Rng,
  reshape,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  where,
  zerosLike,
} from '@xm/tensor-ops';
import { logMeanExp } from '../bounds/logMeanExp.ts';
import type { Modality } from '../channels/channels.ts';
import { gumbelNoise } from '../distributions/gumbel.ts';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import { each, type Normal, normalLogDensity } from '../distributions/normal.ts';
import type { Expert } from '../experts/expert.ts';
import { type AutoregressiveConfig, autoregressiveFlow } from '../flow/autoregressiveFlow.ts';
import type { Near } from './method.ts';

/** Of one modality: the normal distribution that its flow bends, and where it is there. */
export type Bent = readonly [Modality, Expert];

/** Posteriors of single modalities, each a normal distribution that a flow of its own bends. */
export interface FlowPosteriors {
  /** `{ [modality] }` */
  init(rng: Rng): Params;
  /** log q(z | xₘ): [rows, shared] → [rows], nats */
  logDensity(params: Params, modality: Modality, base: Normal, z: Tensor): Tensor;
  /** A draw of what those that are there say together: [rows, shared]. */
  draw(params: Params, all: readonly Bent[], near: Near): Tensor;
  /** Mean and variance of what they say together, of draws. */
  moments(params: Params, all: readonly Bent[], rng: Rng): Normal;
}

/** Draws of each modality, and how much each is one of all together. */
interface Candidates {
  /** float32 [rows, candidates, shared] */
  readonly z: Tensor;
  /** float32 [rows, candidates], nats */
  readonly logWeights: Tensor;
}

/** Candidates of each modality, of which one is taken. */
const candidates = 16;
/** Those of each that mean and variance are taken of. */
const weighed = 64;
/** Variance, at least: one candidate may have all the weight. */
const least = 1e-6;
/** What the log-weight of a candidate that is not there is put down by. */
const absent = 1e9;

/**
 * q(z | xₘ) is the flow's density: that of the noise, and log |det|. Several together are the product Πₘ q(z | xₘ)/p(z)^(M − 1),
 * M being how many are there; nobody is the prior. The product is drawn from by resampling: of candidates from each, one by its
 * weight, the product over the mean of their densities. Of one modality it is that itself.
 *
 * @see Senellart et al. 2023, who draw by Hamiltonian steps; resampling as in Rubin 1987
 */
export function flowPosteriors(
  config: AutoregressiveConfig,
  shared: number,
  modalities: readonly Modality[],
): FlowPosteriors {
  const normal = latentDistribution('normal');
  const flow = autoregressiveFlow(config, shared);
  const logDensity: FlowPosteriors['logDensity'] = (params, modality, base, z) => {
    const { noise, logDet } = flow.toNoise(params[modality] as Params, z);
    return add(normalLogDensity(noise, base), logDet);
  };
  const drawOne = (params: Params, [modality, base]: Bent, { temperature, rng }: Near): Tensor =>
    flow.toLatents(
      params[modality] as Params,
      drawNear(normal, base, temperature, fold(rng, modality)),
    );
  const candidatesOf = (
    params: Params,
    all: readonly Bent[],
    times: number,
    near: Near,
  ): Candidates => {
    const there = all.map(([, { present }]) => present);
    const [rows] = there[0].shape;
    const count = all.length * times;
    const drawn = all.map(([modality, base]) => {
      const many = { ...each(base, times), present: base.present };
      return reshape(drawOne(params, [modality, many], near), [rows, times, shared]);
    });
    const z = concat(drawn, 1);
    const flat = reshape(z, [rows * count, shared]);
    const densities = all.map(([modality, base]) =>
      reshape(logDensity(params, modality, each(base, count), flat), [rows, count]),
    );
    const product = addN(densities.map((density, m) => mul(density, there[m])));
    const prior = reshape(normal.logPrior(flat), [rows, count]);
    const others = sub(addN(there), 1);
    const mixture = logMeanExp(
      concat(
        densities.map((density) => expandDims(density, 0)),
        0,
      ),
      0,
      concat(
        there.map((present) => expandDims(present, 0)),
        0,
      ),
    );
    const weights = sub(sub(product, mul(others, prior)), mixture);
    const isThere = concat(
      there.map((present) => broadcastTo(present, [rows, times])),
      1,
    );
    return { z, logWeights: sub(weights, mul(absent, sub(1, isThere))) };
  };
  const drawProduct = (params: Params, all: readonly Bent[], near: Near): Tensor => {
    const { temperature, rng } = near;
    const { z, logWeights } = candidatesOf(params, all, temperature === 0 ? 1 : candidates, near);
    const noise = mul(temperature, gumbelNoise(fold(rng, 'candidate'), logWeights.shape));
    const heaviest = argMax(add(logWeights, noise), 1) as never;
    const chosen = oneHot(heaviest, logWeights.shape[1] as number) as Tensor;
    return sum(mul(z, expandDims(chosen, 2)), 1);
  };
  return {
    init: (rng) => Object.fromEntries(modalities.map((one) => [one, flow.init(fold(rng, one))])),
    logDensity,
    draw: (params, all, near) => {
      const { temperature, rng } = near;
      const nobody = equal(addN(all.map(([, { present }]) => present)), 0);
      const z = all.length === 1 ? drawOne(params, all[0], near) : drawProduct(params, all, near);
      const rows = nobody.shape[0];
      return where(nobody, normal.drawPrior(rows, shared, temperature, fold(rng, 'prior')), z);
    },
    moments: (params, all, rng) => {
      const { z, logWeights } = candidatesOf(params, all, weighed, { temperature: 1, rng });
      const weights = expandDims(softmax(logWeights), 2);
      const mean = sum(mul(z, weights), 1, true);
      const variance = sum(mul(square(sub(z, mean)), weights), 1);
      const mu = reshape(mean, variance.shape);
      const nobody = equal(addN(all.map(([, { present }]) => present)), 0);
      return {
        mu: where(nobody, zerosLike(mu), mu),
        logVar: where(nobody, zerosLike(mu), log(maximum(variance, least))),
      };
    },
  };
}
