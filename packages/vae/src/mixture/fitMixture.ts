import { ConfigError, DataError, type Rng } from '@xm/tensor-ops';
import { turn } from '../model/turn.ts';
import { cholesky } from './cholesky.ts';
import {
  type CovariancePrior,
  covariancePrior,
  logPrior,
  mostProbable,
} from './covariancePrior.ts';
import { kMeansStart } from './kMeansStart.ts';
import {
  type Component,
  logJoint,
  logSumExp,
  type Mixture,
  type Points,
  rowsOf,
} from './mixture.ts';
import { meanVariance, scatter, weighedMean } from './moments.ts';

export interface MixtureConfig {
  readonly kind: 'mixture';
  /** How many normal distributions. */
  readonly components: number;
  /** 'full' unless told otherwise; 'diagonal' where there are few examples for many latents. */
  readonly covariance?: 'full' | 'diagonal' | undefined;
}

export interface FitMixtureOptions {
  readonly rng: Rng;
  /** Rounds of EM at most: 200 unless told otherwise. */
  readonly steps?: number;
  /** What a round has to gain, or it is the last: 1e-4 nats a point unless told otherwise. */
  readonly least?: number;
  /** Told after each round: −log of likelihood and prior before it, over the number of points; nats. */
  readonly onStep?: ((step: number, loss: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A mixture of normal distributions by expectation and maximisation, from centres of `kMeansStart`.
 *
 * Covariances are those of greatest posterior probability under `covariancePrior`, so that none shrinks to a point: no round
 * lowers the likelihood times that prior. A component that is left without points stays where it was, at no weight to speak
 * of.
 * @throws ConfigError for fewer points than components; the signal's reason when aborted.
 * @see Dempster et al. 1977; Fraley and Raftery 2007, section 2
 */
export async function fitMixture(
  points: Points,
  { components: count, covariance = 'full' }: Omit<MixtureConfig, 'kind'>,
  { rng, steps = 200, least = 1e-4, onStep, signal }: FitMixtureOptions,
): Promise<Mixture> {
  const rows = rowsOf(points);
  if (!Number.isInteger(count) || count < 1 || count > rows) {
    throw new ConfigError(
      `fitMixture: components must be a whole number from 1 to ${rows}, the number of points, got ${count}.`,
    );
  }
  const variance = meanVariance(points);
  const prior = covariancePrior(variance, points.dims, count);
  let mixture = begin(points, count, variance, rng);
  let before = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= steps; step++) {
    signal?.throwIfAborted();
    const { shares, logLikelihood } = expectation(mixture, points);
    const loss = -(logLikelihood + logPrior(mixture, prior)) / rows;
    mixture = maximisation(points, mixture, shares, covariance === 'full', prior);
    onStep?.(step, loss);
    await turn();
    if (before - loss < least) break;
    before = loss;
  }
  return mixture;
}

/** Round components as wide as all points, about centres that lie apart. */
function begin(points: Points, count: number, variance: number, rng: Rng): Mixture {
  const { dims } = points;
  const centres = kMeansStart(points, count, rng);
  const factor = new Float64Array(dims * dims);
  for (let d = 0; d < dims; d++) factor[d * dims + d] = Math.sqrt(variance);
  const components = Array.from({ length: count }, (_, k) => ({
    logWeight: -Math.log(count),
    mean: centres.slice(k * dims, (k + 1) * dims),
    factor,
  }));
  return { dims, components };
}

/** For each point how likely it is of each component, [rows, components]; and Σ log p before that. */
function expectation(
  { dims, components }: Mixture,
  points: Points,
): { readonly shares: Float64Array; readonly logLikelihood: number } {
  const rows = rowsOf(points);
  const count = components.length;
  const shares = new Float64Array(rows * count);
  const scratch = new Float64Array(dims);
  let logLikelihood = 0;
  for (let row = 0; row < rows; row++) {
    const x = points.values.subarray(row * dims, (row + 1) * dims);
    const own = shares.subarray(row * count, (row + 1) * count);
    components.forEach((component, k) => {
      own[k] = logJoint(component, x, scratch);
    });
    const density = logSumExp(own);
    logLikelihood += density;
    for (let k = 0; k < count; k++) own[k] = Math.exp(own[k] - density);
  }
  return { shares, logLikelihood };
}

/** So many points that a component is as good as none. */
const nothing = 1e-6;

function maximisation(
  points: Points,
  before: Mixture,
  shares: Float64Array,
  isFull: boolean,
  prior: CovariancePrior,
): Mixture {
  const { dims } = points;
  const rows = rowsOf(points);
  const count = before.components.length;
  const components = before.components.map((component, k): Component => {
    const weights = Float64Array.from({ length: rows }, (_, row) => shares[row * count + k]);
    const mass = weights.reduce((sum, w) => sum + w, 0);
    const mean = mass > nothing ? weighedMean(points, weights, mass) : component.mean;
    const squares = scatter(points, weights, mean, isFull);
    const factor = cholesky(mostProbable(squares, mass, dims, prior), dims);
    if (factor) return { logWeight: Math.log(Math.max(mass, nothing) / rows), mean, factor };
    throw new DataError('fitMixture: all points must be finite numbers, some are not.');
  });
  return { dims, components };
}
