import {
  add,
  concat,
  dense,
  div,
  fold,
  inference,
  type Layer,
  mul,
  type Params,
  type Rng,
  silu,
  slice,
  type Tensor,
  tanh,
  zeros,
} from '@xm/tensor-ops';
import type { Modality } from '../channels/channels.ts';
import { drawNear, latentDistribution } from '../distributions/latentDistribution.ts';
import { klBetweenNormals, type Normal, normalLogDensity } from '../distributions/normal.ts';
import { normalHead } from '../distributions/normalHead.ts';
import type { Expert } from '../experts/expert.ts';
import { productWithPrior } from '../experts/productOfExperts.ts';
import type { Near } from './method.ts';

/** What was drawn from the deepest level up to the first: latents of all levels, side by side. */
export interface Descent {
  /** float32 [rows, shared] */
  readonly z: Tensor;
  /** Mean and variance of each level under what was drawn below it: [rows, shared]. */
  readonly q: Normal;
  /** Of each level, KL(q(z_l | X, z_>l) ‖ p(z_l | z_>l)): [rows] */
  readonly kls: readonly Tensor[];
}

/** Shared latents in levels, each under those that are deeper. */
export interface Hierarchy {
  /** `{ level1: { layer, prior, [modality] }, … }`: of all levels but the deepest, whose prior is N(0, I) */
  init(rng: Rng): Params;
  /** @param experts what tells of all levels, by its modality; none for the prior */
  descend(
    params: Params,
    experts: readonly (readonly [Modality, Expert])[],
    rows: number,
    near: Near,
  ): Descent;
  /** log p(z), Σ_l log p(z_l | z_>l): [rows, shared] → [rows], nats */
  logDensity(params: Params, z: Tensor): Tensor;
}

/** What the deeper levels add to an expert's logVar stays within this. */
const bound = 2;

/**
 * Of the deeper levels a layer makes one hidden one, from which the prior of a level is read, and what is added to the mean and
 * logVar of each modality's expert: what that says of a level depends on what is known below it.
 *
 * @param sizes latents of each level, the deepest first
 * @param width units of the hidden layer
 */
export function hierarchy(
  sizes: readonly number[],
  width: number,
  modalities: readonly Modality[],
): Hierarchy {
  const normal = latentDistribution('normal');
  const starts = sizes.map((_, level) => sizes.slice(0, level).reduce((a, b) => a + b, 0));
  const levels = sizes.map((size, level) => ({
    layer: dense(starts[level], width),
    prior: normalHead(width, size),
    shift: dense(width, 2 * size, { gain: 0.1 }),
  }));
  const paramsOf = (params: Params, level: number): Record<string, Params> =>
    params[`level${level}`] as Record<string, Params>;
  const hiddenAt = (params: Params, level: number, deeper: Tensor): Tensor =>
    silu(levels[level].layer.apply(paramsOf(params, level)['layer'], deeper, inference));
  const priorAt = (params: Params, level: number, hidden: Tensor): Normal =>
    levels[level].prior.apply(paramsOf(params, level)['prior'], hidden, inference);
  const part = (x: Tensor, level: number): Tensor =>
    slice(x, [0, starts[level]], [x.shape[0], sizes[level]]);
  const standard = (rows: number): Normal => ({
    mu: zeros([rows, sizes[0]]),
    logVar: zeros([rows, sizes[0]]),
  });
  return {
    init: (rng) =>
      Object.fromEntries(
        levels.slice(1).map(({ layer, prior, shift }, i) => {
          const lot = fold(rng, i + 1);
          const shifts = modalities.map((one) => [one, shift.init(fold(lot, one))]);
          const start = {
            layer: layer.init(fold(lot, 'layer')),
            prior: prior.init(fold(lot, 'prior')),
            ...Object.fromEntries(shifts),
          };
          return [`level${i + 1}`, start];
        }),
      ),
    descend: (params, experts, rows, { temperature, rng }) => {
      const drawn: Tensor[] = [];
      const found = sizes.map((_, level) => {
        const hidden = level === 0 ? undefined : hiddenAt(params, level, concat([...drawn], 1));
        const p = hidden ? priorAt(params, level, hidden) : standard(rows);
        const told = experts.map(([modality, { mu, logVar, present }]): Expert => {
          const alone = { mu: part(mu, level), logVar: part(logVar, level) };
          if (hidden === undefined) return { ...alone, present };
          const own = paramsOf(params, level)[modality];
          return { ...shifted(alone, levels[level].shift, own, hidden), present };
        });
        const q = told.length > 0 ? productWithPrior(told, p) : p;
        drawn.push(drawNear(normal, q, temperature, fold(rng, level)));
        return { q, kl: klBetweenNormals(q, p) };
      });
      const together = (of: (level: Normal) => Tensor): Tensor =>
        concat(
          found.map(({ q }) => of(q)),
          1,
        );
      return {
        z: concat(drawn, 1),
        q: { mu: together((q) => q.mu), logVar: together((q) => q.logVar) },
        kls: found.map(({ kl }) => kl),
      };
    },
    logDensity: (params, z) =>
      sizes
        .map((_, level) => {
          if (level === 0) return normalLogDensity(part(z, 0), standard(z.shape[0]));
          const deeper = slice(z, [0, 0], [z.shape[0], starts[level]]);
          return normalLogDensity(
            part(z, level),
            priorAt(params, level, hiddenAt(params, level, deeper)),
          );
        })
        .reduce(add),
  };
}

/** An expert of one level, with what the deeper ones add. */
function shifted({ mu, logVar }: Normal, shift: Layer, params: Params, hidden: Tensor): Normal {
  const [rows, size] = mu.shape as [number, number];
  const added = shift.apply(params, hidden, inference);
  const spread = slice(added, [0, size], [rows, size]);
  return {
    mu: add(mu, slice(added, [0, 0], [rows, size])),
    logVar: add(logVar, mul(bound, tanh(div(spread, bound)))),
  };
}
