import {
  add,
  assertShape,
  concat,
  dense,
  type Json,
  layerNorm,
  type Network,
  type Params,
  silu,
  split,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { bumps, farthest } from './bumps.ts';

export interface VelocityConfig {
  /** Units of each layer. */
  readonly width: number;
  /** Residual layers. */
  readonly depth: number;
}

export interface VelocityInput {
  /** float32 [batch, latents] */
  readonly x: Tensor;
  /** float32 [batch, 1], 0…1 */
  readonly t: Tensor;
  /** float32 [batch, condition]; not there where there is nothing to be told. */
  readonly condition?: Tensor | undefined;
}

/** Times that the network tells apart. */
const times = 16;
/** Values of a latent that it tells apart. */
const values = 15;

/**
 * Where a point on its way from noise to latents moves: residual layers x + silu(dense(norm(x))), all of which are told
 * the time and the condition. Time comes as 16 bumps around equal steps c of 0…1, e^(−½·((t − c)·16)²), and the first layer
 * is told each latent by 15 such bumps around steps of ±2.8, too: what lies close together parts sooner.
 *
 * @param condition length of what is told, 0 for none
 * @returns output float32 [batch, latents]
 */
export function velocityNetwork(
  config: VelocityConfig,
  latents: number,
  condition: number,
): Network<VelocityInput> {
  const { width, depth } = config;
  const told = times + condition;
  const first = dense(latents * (1 + values) + told, width);
  const norm = layerNorm(width);
  const layers = Array.from({ length: depth }, () => dense(width + told, width, { gain: 0.7 }));
  const last = dense(width, latents, { gain: 0.1 });
  return {
    config: { ...config } as Json,
    init: (rng) => {
      const [a, b, ...rest] = split(rng, 2 + depth);
      return {
        first: first.init(a),
        last: last.init(b),
        ...Object.fromEntries(
          layers.map((layer, i) => [
            `layer${i}`,
            { norm: norm.init(rest[i]), dense: layer.init(rest[i]) },
          ]),
        ),
      };
    },
    apply: (params, { x, t, condition: given }, mode) =>
      tidy(() => {
        assertShape(x, [null, latents], 'velocityNetwork: x', 'One row of latents each.');
        assertShape(t, [x.shape[0], 1], 'velocityNetwork: t', 'One time a row.');
        const time = bumps(t, [0, 1], times);
        const aside = given ? concat([time, given], 1) : time;
        const p = params as Record<string, Params>;
        const near = bumps(x, [-farthest, farthest], values);
        let h = first.apply(p['first'], concat([x, near, aside], 1), mode);
        layers.forEach((layer, i) => {
          const own = p[`layer${i}`] as Record<string, Params>;
          const inner = concat([norm.apply(own['norm'], h, mode), aside], 1);
          h = add(h, silu(layer.apply(own['dense'], inner, mode)));
        });
        return last.apply(p['last'], h, mode);
      }),
  };
}
