import { ConfigError } from '../errors.ts';
import { layerNormalise } from '../fused/layerNormalise.ts';
import type { Layer } from '../network.ts';
import {
  add,
  mean,
  mul,
  ones,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor,
  tidy,
  zeros,
} from '../ops.ts';
import { assertShape } from '../shapes.ts';

/**
 * Each position on its own: standardized over its channels, times gain, plus bias.
 *
 * @see Ba et al. 2016
 */
export const layerNorm = (channels: number): Layer => ({
  init: () => ({ gain: ones([channels]), bias: zeros([channels]) }),
  apply: (params, x) =>
    tidy(() => {
      const pattern = [...x.shape.slice(0, -1).map(() => null), channels];
      assertShape(x, pattern, 'layerNorm: x', 'The last axis holds the channels.');
      return layerNormalise(x, params['gain'] as Tensor, params['bias'] as Tensor);
    }),
});

/**
 * [batch, height, width, channels] (or any number of inner axes), standardized per example and group of
 * channels, times gain, plus bias.
 *
 * @throws ConfigError when the groups do not divide the channels.
 * @see Wu and He 2018
 */
export function groupNorm(channels: number, groups: number): Layer {
  if (channels % groups !== 0) {
    throw new ConfigError(
      `groupNorm: groups must divide channels, got ${channels} channels and ${groups} groups. Choose a divisor.`,
    );
  }
  return {
    init: () => ({ gain: ones([channels]), bias: zeros([channels]) }),
    apply: (params, x) =>
      tidy(() => {
        const pattern = [...x.shape.slice(0, -1).map(() => null), channels];
        assertShape(x, pattern, 'groupNorm: x', 'The last axis holds the channels.');
        return add(mul(byGroup(x, groups), params['gain'] as Tensor), params['bias'] as Tensor);
      }),
  };
}

/** Statistics over everything but batch and group, without moving the data. */
function byGroup(x: Tensor, groups: number): Tensor {
  const channels = x.shape[x.rank - 1];
  const grouped = reshape(x, [x.shape[0], -1, groups, channels / groups]);
  const centred = sub(grouped, mean(grouped, [1, 3], true));
  const scale = rsqrt(add(mean(square(centred), [1, 3], true), 1e-5));
  return reshape(mul(centred, scale), x.shape);
}
