import {
  assertShape,
  dense,
  type Network,
  type Params,
  reshape,
  split,
  tidy,
} from '@xm/tensor-ops';
import { transformerStack } from '../transformerStack.ts';
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
  const { size, patch, dim } = config;
  assertTiles(size, patch, 'patchEncoder');
  const length = (size / patch) ** 2;
  const stem = dense(patch * patch * 3, dim);
  const stack = transformerStack({ ...config, length });
  return {
    config: { ...config },
    init: (rng) => ({ stem: stem.init(split(rng, 1)[0]), ...stack.init(rng) }),
    apply: (params, input, mode) =>
      tidy(() => {
        assertShape(
          input,
          [null, size, size, 3],
          'patchEncoder: input',
          'Resize the pictures first.',
        );
        const cut = reshape(patchify(input, patch), [input.shape[0], length, patch * patch * 3]);
        const x = stem.apply(params['stem'] as Params, cut, mode);
        return pool(stack.apply(params, { x }, mode), config.pooling);
      }),
  };
}
