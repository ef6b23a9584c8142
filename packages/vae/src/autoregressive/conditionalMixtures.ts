import {
  add,
  clipByValue,
  concat,
  expandDims,
  inference,
  layerNorm,
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
  /** Normal distributions of each latent. */
  readonly components: number;
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

/** Values of a latent that are told apart. */
const values = 31;
/** Between these a log deviation stays: a thousandth of how far a latent spreads is less than any is known to. */
const [narrowest, widest] = [-7, 2];

/**
 * A network for each latent, all of the same form and computed as one. The first layer sums over the latents before its own, of
 * which each is told with how near it is to 31 steps of ±2.8 (`bumps`), and the condition c,
 *
 *   hᵢ = Σ_{j<i} [uⱼ, bumps(uⱼ)]·Wⱼ + c·Vᵢ + bᵢ
 *
 * residual layers of its own, h + silu(a)·b of [a, b] = dense(norm(h)), follow, and give shares, means and deviations. They multiply (Shazeer 2020),
 * since what a latent is to be depends on products of those before it: where a shape stands and how it is turned.
 *
 * @see Uria, Murray and Larochelle 2013, equations 1 to 6
 */
export function conditionalMixtures(
  { width, depth, components }: ConditionalMixturesConfig,
  latents: number,
  condition: number,
): ConditionalMixtures {
  const norm = layerNorm(width);
  const names = Array.from({ length: depth }, (_, i) => `layer${i}`);
  const told = latents * (1 + values) + condition;
  const start = (rng: Rng, shape: [number, ...number[]]): Tensor =>
    normal(rng, shape, 0, 1 / Math.sqrt(told));
  return {
    init: (rng) => {
      const [a, b, c, ...rest] = split(rng, 3 + depth);
      const each = (lot: Rng, units: number, gain: number): Tensor =>
        normal(lot, [latents, width, units], 0, gain / Math.sqrt(width));
      const layers = rest.map((lot) => ({
        norm: norm.init(lot),
        kernel: each(lot, 2 * width, 1),
        bias: zeros([latents, 1, 2 * width]),
      }));
      return {
        first: {
          before: start(a, [latents, 1 + values, width]),
          ...(condition > 0 && { condition: start(c, [condition, latents * width]) }),
          bias: zeros([latents, 1, width]),
        },
        ...Object.fromEntries(names.map((name, i) => [name, layers[i]])),
        last: { kernel: each(b, 3 * components, 0.3), bias: startOf(latents, components) },
      };
    },
    apply: (params, x, given) => {
      const [rows] = x.shape;
      const p = params as Record<string, Record<string, Tensor>>;
      const near = reshape(bumps(x, [-farthest, farthest], values), [rows, latents, values]);
      const each = transpose(concat([expandDims(x, 2), near], 2), [1, 0, 2]);
      const said = reshape(matMul(each, p['first']['before']), [latents, rows * width]);
      const before = reshape(matMul(earlier(latents), said), [latents, rows, width]);
      let h = add(before, p['first']['bias']);
      if (given) {
        const asked = reshape(matMul(given, p['first']['condition']), [rows, latents, width]);
        h = add(h, transpose(asked, [1, 0, 2]));
      }
      for (const name of names) {
        const { norm: own, kernel, bias } = p[name];
        const even = norm.apply(own as unknown as Params, h, inference);
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

/** [latents, latents]: 1 where the column stands for a latent before that of the row. */
const earlier = (latents: number): Tensor =>
  tensor(
    Array.from({ length: latents ** 2 }, (_, k) => Number(k % latents < Math.floor(k / latents))),
    [latents, latents],
  );
