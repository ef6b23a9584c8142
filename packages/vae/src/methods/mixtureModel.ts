import {
  concat,
  fold,
  type Rng,
  reshape,
  slice,
  sub,
  type Tensor,
  transpose,
  zeros,
} from '@xm/tensor-ops';
import type { BoundName, DrawnBound } from '../bounds/drawnBound.ts';
import type { Modality } from '../channels/channels.ts';
import type { LatentDistribution } from '../distributions/latentDistribution.ts';
import { constant, each } from '../distributions/normal.ts';
import { gathered, spread } from '../model/vaeBatch.ts';
import type { Sight } from './sight.ts';

/** What tells mixtures of experts from one another. */
export interface MixtureModel {
  readonly bound: BoundName;
  /** Draws of each expert, K. */
  readonly samples: number;
  readonly distribution: LatentDistribution;
  /** log p(z) of shared latents: [n, shared] → [n], nats */
  logPrior(z: Tensor): Tensor;
  /** Private latents w̃ₘ of a modality where another one's expert tells its decoder: [rows, latents]. */
  drawStrange(modality: Modality, rows: number, latents: number, rng: Rng): Tensor;
}

/** With the standard prior for all latents. */
export const standardMixture = (
  bound: BoundName,
  samples: number,
  distribution: LatentDistribution,
): MixtureModel => ({
  bound,
  samples,
  distribution,
  logPrior: (z) => distribution.logPrior(z),
  drawStrange: (_, rows, latents, rng) => distribution.drawPrior(rows, latents, 1, rng),
});

/** Private latents of one side, drawn from its own posterior. */
export interface OwnDraws {
  /** float32 [rows·draws, latents]; not there where nothing is private */
  readonly w: Tensor | undefined;
  /** log p(w) − log q(w | x): float32 [batch, draws], 0 where the modality is missing */
  readonly logRatio: Tensor;
}

/** Private latents of the side `m` for each draw of its own expert. */
export function ownDraws(
  { batch, examples, sides }: Sight,
  m: number,
  { samples, distribution }: MixtureModel,
  bound: DrawnBound,
  rng: Rng,
): OwnDraws {
  const { modality, posterior } = sides[m];
  const { own } = posterior;
  if (own === undefined) return { w: undefined, logRatio: zeros([examples, samples]) };
  const q = each(own, samples);
  const draws = q.mu.shape[0];
  const w = bound.pass(distribution.sample(q, fold(fold(rng, modality), 'own')), (of) => {
    const all = reshape(transpose(of), [examples, sides.length, samples]);
    const mine = reshape(slice(all, [0, m, 0], [examples, 1, samples]), [examples, samples]);
    return reshape(gathered(batch, modality, mine), [draws, 1]);
  });
  const logRatio = sub(
    distribution.logPrior(w),
    distribution.logDensity(w, bound.stopsDensity ? constant(q) : q),
  );
  return { w, logRatio: spread(batch, modality, reshape(logRatio, [-1, samples])) };
}

/**
 * Private latents of the side `m` for the draws of all experts: its own where its own expert speaks, others by
 * `drawStrange`. [rows·experts·draws, latents]
 */
export function codesOf(
  { sides }: Sight,
  m: number,
  { samples, drawStrange }: MixtureModel,
  own: Tensor,
  rng: Rng,
): Tensor {
  const [draws, latents] = own.shape as [number, number];
  const lot = fold(fold(rng, sides[m].modality), 'strange');
  const codes = sides.map(({ modality }, j) => {
    const w = j === m ? own : drawStrange(sides[m].modality, draws, latents, fold(lot, modality));
    return reshape(w, [-1, samples, latents]);
  });
  return reshape(concat(codes, 1), [-1, latents]);
}
