import {
  add,
  assertShape,
  dense,
  fold,
  layerNorm,
  type Mode,
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
import { type Pooling, pool } from './pooling.ts';

export interface PatchConfig {
  readonly kind: 'patch';
  /** Side of the square input, in pixels. */
  readonly size: number;
  /** Side of a patch, in pixels. */
  readonly patch: number;
  readonly dim: number;
  readonly depth: number;
  readonly heads: number;
  readonly pooling: Pooling;
}

/**
 * A transformer over patches, with learned positions; its outputs are pooled, there is no class token.
 *
 * input float32 [batch, size, size, 3], about zero mean and unit deviation; output [batch, features]
 * @see Dosovitskiy et al. 2021; Beyer et al. 2022 for pooling in place of a class token
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
        assertShape(
          input,
          [null, size, size, 3],
          'patchEncoder: input',
          'Resize the pictures first.',
        );
        const p = params as Record<string, Params>;
        const cut = reshape(patchify(input, patch), [input.shape[0], length, patch * patch * 3]);
        let x = add(stem.apply(p['stem'], cut, mode), params['positions'] as Tensor);
        blocks.forEach((block, i) => {
          x = block.apply(p[`block${i}`], { x }, blockMode(mode, i));
        });
        return pool(norm.apply(p['norm'], x, mode), config.pooling);
      }),
  };
}

const blockMode = (mode: Mode, index: number): Mode =>
  mode.training ? { training: true, rng: fold(mode.rng, index) } : mode;
