import {
  add,
  assertShape,
  dense,
  type Layer,
  layerNorm,
  type Network,
  normal,
  type Params,
  relu,
  reshape,
  split,
  type Tensor,
  tidy,
  transpose,
} from '@xm/tensor-ops';
import { assertTiles, patchify } from './patchify.ts';
import { type Pooling, pool } from './pooling.ts';

export interface MixerConfig {
  readonly kind: 'mixer';
  /** Side of the square input, in pixels. */
  readonly size: number;
  /** Side of a patch, in pixels. */
  readonly patch: number;
  readonly dim: number;
  readonly depth: number;
  /** Inner units of the layers that mix places, and of those that mix channels. */
  readonly hidden: readonly [places: number, channels: number];
  readonly pooling: Pooling;
}

/**
 * Patches mixed by plain layers, over places and over channels in turn: nothing but matrix products, the
 * cheapest encoder there is on a processor.
 *
 * input float32 [batch, size, size, 3], about zero mean and unit deviation; output [batch, features]
 * @see Tolstikhin et al. 2021 (with ReLU in place of GELU, and learned positions)
 */
export function mixerEncoder(config: MixerConfig): Network {
  const { size, patch, dim, depth, hidden } = config;
  assertTiles(size, patch, 'mixerEncoder');
  const places = (size / patch) ** 2;
  const stem = dense(patch * patch * 3, dim);
  const blocks = Array.from({ length: depth }, () => mixerBlock(places, dim, hidden, depth));
  const norm = layerNorm(dim);
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b, ...rest] = split(rng, 2 + depth);
      const params: Record<string, Params | Tensor> = {
        stem: stem.init(a),
        positions: normal(b, [places, dim], 0, 0.02),
      };
      blocks.forEach((block, i) => {
        params[`block${i}`] = block.init(rest[i]);
      });
      params['norm'] = norm.init(rng);
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        assertShape(
          input,
          [null, size, size, 3],
          'mixerEncoder: input',
          'Resize the pictures first.',
        );
        const p = params as Record<string, Params>;
        const cut = reshape(patchify(input, patch), [input.shape[0], places, patch * patch * 3]);
        let x = add(stem.apply(p['stem'], cut, mode), params['positions'] as Tensor);
        blocks.forEach((block, i) => {
          x = block.apply(p[`block${i}`], x, mode);
        });
        return pool(norm.apply(p['norm'], x, mode), config.pooling);
      }),
  };
}

/** x + mlp over places, then x + mlp over channels; each after a norm over channels. */
function mixerBlock(
  places: number,
  dim: number,
  [acrossPlaces, acrossChannels]: MixerConfig['hidden'],
  depth: number,
): Layer {
  const norms = [layerNorm(dim), layerNorm(dim)];
  const overPlaces = mlp(places, acrossPlaces, depth);
  const overChannels = mlp(dim, acrossChannels, depth);
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return {
        norm1: norms[0].init(rng),
        places: overPlaces.init(a),
        norm2: norms[1].init(rng),
        channels: overChannels.init(b),
      };
    },
    apply: (params, x, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const turned = transpose(norms[0].apply(p['norm1'], x, mode), [0, 2, 1]);
        const mixed = transpose(overPlaces.apply(p['places'], turned, mode), [0, 2, 1]);
        const y = add(x, mixed);
        return add(y, overChannels.apply(p['channels'], norms[1].apply(p['norm2'], y, mode), mode));
      }),
  };
}

/** dense, ReLU, dense; the second starts small, so that a deep stack starts near the identity. */
function mlp(units: number, hidden: number, depth: number): Layer {
  const [expand, contract] = [
    dense(units, hidden),
    dense(hidden, units, { gain: 0.5 / Math.sqrt(depth) }),
  ];
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      return { expand: expand.init(a), contract: contract.init(b) };
    },
    apply: (params, x, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        return contract.apply(p['contract'], relu(expand.apply(p['expand'], x, mode)), mode);
      }),
  };
}
