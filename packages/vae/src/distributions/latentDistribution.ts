import { add, div, mul, normal, type Rng, sub, type Tensor, tidy, zeros } from '@xm/tensor-ops';
import { type Laplace, laplaceLogDensity, sampleLaplace } from './laplace.ts';
import { type Normal, normalLogDensity, sampleNormal } from './normal.ts';

/** How latents are distributed. */
export type DistributionName = 'normal' | 'laplace';

/** Latents by mean and variance, float32 [rows, latents] each, whichever their distribution. */
export interface LatentDistribution {
  /** A draw that gradients pass through. */
  sample(q: Normal, rng: Rng): Tensor;
  /** Summed over latents: [rows], nats */
  logDensity(x: Tensor, q: Normal): Tensor;
  /** Of the variance of each latent in the prior. */
  readonly priorLogVar: number;
  /** The log density of the prior, N(0, I) or Laplace(0, 1): [rows], nats */
  logPrior(x: Tensor): Tensor;
  /** A draw of the prior, its deviation multiplied by the temperature. */
  drawPrior(rows: number, latents: number, temperature: number, rng: Rng): Tensor;
}

/** The scale of a Laplace distribution of that variance, which is 2·b². */
const laplaceOf = ({ mu, logVar }: Normal): Laplace => ({
  mu,
  logScale: div(sub(logVar, Math.LN2), 2),
});

const standardLaplace = (shape: number[]): Laplace => ({
  mu: zeros(shape),
  logScale: zeros(shape),
});

const distributions: Record<DistributionName, LatentDistribution> = {
  normal: {
    priorLogVar: 0,
    sample: sampleNormal,
    logDensity: normalLogDensity,
    logPrior: (x) =>
      tidy(() => normalLogDensity(x, { mu: zeros(x.shape), logVar: zeros(x.shape) })),
    drawPrior: (rows, latents, temperature, rng) => normal(rng, [rows, latents], 0, temperature),
  },
  laplace: {
    priorLogVar: Math.LN2,
    sample: (q, rng) => tidy(() => sampleLaplace(laplaceOf(q), rng)),
    logDensity: (x, q) => tidy(() => laplaceLogDensity(x, laplaceOf(q))),
    logPrior: (x) => tidy(() => laplaceLogDensity(x, standardLaplace(x.shape))),
    drawPrior: (rows, latents, temperature, rng) =>
      tidy(() => mul(temperature, sampleLaplace(standardLaplace([rows, latents]), rng))),
  },
};

export const latentDistribution = (name: DistributionName): LatentDistribution =>
  distributions[name];

/** A draw near the mean: the temperature multiplies the deviation, and 0 gives the mean itself. */
export const drawNear = (
  { sample }: LatentDistribution,
  { mu, logVar }: Normal,
  temperature: number,
  rng: Rng,
): Tensor =>
  temperature === 0 ? mu : sample({ mu, logVar: add(logVar, 2 * Math.log(temperature)) }, rng);
