import {
  add,
  dense,
  fold,
  layerNorm,
  type Mode,
  mean,
  type Network,
  normal,
  type Params,
  reshape,
  split,
  type Tensor,
  tidy,
  transformerBlock,
} from '@xm/tensor-ops';
import { assertTiles, patchify } from './patchify.ts';

export interface PatchConfig {
  readonly kind: 'patch';
  /** Side of the square input, in pixels. */
  readonly size: number;
  /** Side of a patch, in pixels. */
  readonly patch: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
}

/**
 * A transformer over patches, with learned positions, and the mean of its outputs as features.
 *
 * input float32 [batch, size, size, 3], about zero mean and unit deviation; output [batch, dim]
 * @see Dosovitskiy et al. 2021; Beyer et al. 2022 for the mean in place of a class token
 */
export function patchEncoder(config: PatchConfig): Network {
  const { size, patch, dim, depth, heads } = config;
  assertTiles(size, patch, 'patchEncoder');
  const length = (size / patch) ** 2;
  const stem = dense(patch * patch * 3, dim);
  const blocks = Array.from({ length: depth }, () =>
    transformerBlock(dim, { heads, hidden: 2 * dim }),
  );
  const norm = layerNorm(dim);
  return {
    config: { ...config },
    init: (rng) => {
      const [a, b, ...rest] = split(rng, 2 + depth);
      const params: Record<string, Params | Tensor> = {
        stem: stem.init(a),
        positions: normal(b, [length, dim], 0, 0.02),
      };
      blocks.forEach((block, i) => {
        params[`block${i}`] = block.init(rest[i]);
      });
      params['norm'] = norm.init(rng);
      return params;
    },
    apply: (params, input, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const cut = reshape(patchify(input, patch), [input.shape[0], length, patch * patch * 3]);
        let x = add(stem.apply(p['stem'], cut, mode), params['positions'] as Tensor);
        blocks.forEach((block, i) => {
          x = block.apply(p[`block${i}`], { x }, blockMode(mode, i));
        });
        return norm.apply(p['norm'], mean(x, 1), mode);
      }),
  };
}

const blockMode = (mode: Mode, index: number): Mode =>
  mode.training ? { training: true, rng: fold(mode.rng, index) } : mode;
