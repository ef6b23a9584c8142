import {
  add,
  argMax,
  fill,
  fold,
  logSoftmax,
  matMul,
  normal,
  oneHot,
  type Params,
  type Rng,
  reshape,
  type Tensor,
  tile,
  zeros,
} from '@xm/tensor-ops';
import { logMeanExp } from '../bounds/logMeanExp.ts';
import { gumbelNoise } from '../distributions/gumbel.ts';
import { drawNear, type LatentDistribution } from '../distributions/latentDistribution.ts';
import { repeated } from '../model/repeated.ts';
import type { Near } from './method.ts';

/** A prior of clusters, p(z) = Σ_c π_c·p(z | c), all of it learned. Its params are `{ mu, logVar, logits }`. */
export interface ClusterPrior {
  init(rng: Rng): Params;
  /** [n, latents] → [n], nats */
  logDensity(params: Params, z: Tensor): Tensor;
  /** A cluster for each row, and latents near its mean: [rows, latents]. */
  draw(params: Params, rows: number, near: Near): Tensor;
}

interface Clusters {
  /** float32 [clusters, latents] */
  readonly mu: Tensor;
  /** float32 [clusters, latents] */
  readonly logVar: Tensor;
  /** float32 [clusters]: log π, but for what all have in common */
  readonly logits: Tensor;
}

/** Means that begin apart from one another, as far as draws of the standard prior are. */
export const clusterPrior = (
  clusters: number,
  latents: number,
  distribution: LatentDistribution,
): ClusterPrior => ({
  init: (rng) => ({
    mu: normal(rng, [clusters, latents]),
    logVar: fill([clusters, latents], distribution.priorLogVar),
    logits: zeros([clusters]),
  }),
  logDensity: (params, z) => {
    const { mu, logVar, logits } = params as unknown as Clusters;
    const rows = z.shape[0];
    const each = { mu: tile(mu, [rows, 1]), logVar: tile(logVar, [rows, 1]) };
    const densities = distribution.logDensity(repeated(z, clusters), each);
    const weighed = add(reshape(densities, [rows, clusters]), logSoftmax(logits));
    return add(logMeanExp(weighed, 1), Math.log(clusters));
  },
  draw: (params, rows, { temperature, rng }) => {
    const { mu, logVar, logits } = params as unknown as Clusters;
    const noisy = add(logits, gumbelNoise(fold(rng, 'cluster'), [rows, clusters]));
    const chosen = oneHot(argMax(noisy, 1) as never, clusters) as Tensor;
    const q = { mu: matMul(chosen, mu), logVar: matMul(chosen, logVar) };
    return drawNear(distribution, q, temperature, rng);
  },
});
