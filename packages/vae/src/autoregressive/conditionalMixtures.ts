import {
  add,
  clipByValue,
  concat,
  inference,
  layerNorm,
  linear,
  logSoftmax,
  matMul,
  mul,
  normal,
  type Params,
  type Rng,
  reshape,
  silu,
  split,
  splitTensor,
  type Tensor,
  tensor,
  tidy,
  tile,
  transpose,
  zeros,
} from '@xm/tensor-ops';
import { bumps, farthest } from '../flow/bumps.ts';

export interface ConditionalMixturesConfig {
  /** Units of each layer, for each latent. */
  readonly width: number;
  /** Residual layers. */
  readonly depth: number;
  /** Normal distributions of each latent: 12 unless told otherwise. */
  readonly components?: number | undefined;
}

/** A mixture of normal distributions for each latent of each row: float32 [latents, rows, components] each. */
export interface Mixtures {
  readonly logShare: Tensor;
  readonly mean: Tensor;
  /** The log of a deviation. */
  readonly logDeviation: Tensor;
}

export interface ConditionalMixtures {
  init(rng: Rng): Params;
  /**
   * What the latents before each one, and the condition, say of it. To be called within `tidy`.
   *
   * @param x float32 [rows, latents], standardised   @param condition float32 [rows, condition], or nothing
   */
  apply(params: Params, x: Tensor, condition: Tensor | undefined): Mixtures;
}

/** Values of a latent that are told apart: more than a step on a way needs, since there is but one look. */
const values = 31;
/** Between these a log deviation stays: a thousandth of how far a latent spreads is less than any is known to. */
const [narrowest, widest] = [-7, 2];

/**
 * A network for each latent, all of the same form and computed as one: residual layers
 *
 *   h + silu(a)·b,  [a, b] = dense(norm(h))
 *
 * whose first is told the condition, the latents before its own and how near these are to 31 steps of ±2.8 (`bumps`), and whose
 * last gives shares, means and deviations. Layers multiply (Shazeer 2020, with the identity for one half), since what a latent is to be depends on products
 * of those before it: where a shape stands and how it is turned.
 *
 * @see Uria, Murray and Larochelle 2013, equations 1 to 6; masks as in Germain et al. 2015
 */
export function conditionalMixtures(
  { width, depth, components = 12 }: ConditionalMixturesConfig,
  latents: number,
  condition: number,
): ConditionalMixtures {
  const told = latents * (1 + values) + condition;
  const norm = layerNorm(width);
  const mask = maskOf(latents, condition);
  const names = Array.from({ length: depth }, (_, i) => `layer${i}`);
  return {
    init: (rng) => {
      const [a, b, ...rest] = split(rng, 2 + depth);
      const each = (lot: Rng, units: number, gain: number) => ({
        kernel: normal(lot, [latents, width, units], 0, gain / Math.sqrt(width)),
        bias: zeros([latents, 1, units]),
      });
      const last = each(b, 3 * components, 0.3);
      last.bias.dispose();
      return {
        first: {
          kernel: normal(a, [told, latents * width], 0, 1 / Math.sqrt(told)),
          bias: zeros([latents * width]),
        },
        ...Object.fromEntries(
          names.map((name, i) => [
            name,
            { norm: norm.init(rest[i]), ...each(rest[i], 2 * width, 1) },
          ]),
        ),
        last: { ...last, bias: startOf(latents, components) },
      };
    },
    apply: (params, x, given) => {
      const [rows] = x.shape;
      const p = params as Record<string, Record<string, Tensor>>;
      const near = bumps(x, [-farthest, farthest], values);
      const all = concat(given ? [x, near, given] : [x, near], 1);
      const seen = reshape(tile(tensor(mask, [told, latents, 1]), [1, 1, width]), [
        told,
        latents * width,
      ]);
      const first = linear(all, mul(p['first']['kernel'], seen), p['first']['bias']);
      let h = transpose(reshape(first, [rows, latents, width]), [1, 0, 2]);
      for (const name of names) {
        const {
          norm: own,
          kernel,
          bias,
        } = p[name] as unknown as {
          norm: Params;
          kernel: Tensor;
          bias: Tensor;
        };
        const even = norm.apply(own, h, inference);
        const [a, b] = splitTensor(add(matMul(even, kernel), bias), 2, 2);
        h = add(h, mul(silu(a), b));
      }
      const out = add(matMul(h, p['last']['kernel']), p['last']['bias']);
      const [logits, mean, raw] = splitTensor(out, 3, 2);
      return {
        logShare: logSoftmax(logits),
        mean,
        logDeviation: clipByValue(raw, narrowest, widest),
      };
    },
  };
}

/** Means begin evenly over where latents lie, and reach each other: [latents, 1, 3·components]. */
function startOf(latents: number, components: number): Tensor {
  const step = components > 1 ? 4 / (components - 1) : 0;
  const means = Array.from({ length: components }, (_, k) => (components > 1 ? k * step - 2 : 0));
  const one = [...Array(components).fill(0), ...means, ...Array(components).fill(-1)];
  return tidy(() => tile(tensor(one, [1, 1, 3 * components]), [latents, 1, 1]));
}

/** 1 where a latent is told a number: those before it, their bumps, and the condition. [told, latents] */
function maskOf(latents: number, condition: number): Float32Array {
  const isBefore = (j: number, i: number): number => Number(j < i);
  const owners = [
    ...Array.from({ length: latents }, (_, j) => j),
    ...Array.from({ length: latents * values }, (_, k) => Math.floor(k / values)),
    ...Array(condition).fill(-1),
  ];
  return Float32Array.from(
    owners.flatMap((j) => Array.from({ length: latents }, (_, i) => isBefore(j, i))),
  );
}
