import {
  dense,
  disposeParams,
  div,
  fill,
  type Layer,
  mul,
  type Params,
  split,
  type Tensor,
  tanh,
  tidy,
} from '@xm/tensor-ops';
import type { Normal } from './normal.ts';

/** Where logVar begins unless told otherwise: latents that are all noise teach a decoder to pass them over. */
const usual = -4;
/** |logVar| stays below this: deviations lie between e⁻⁵ and e⁵. */
const bound = 10;

/**
 * A normal distribution from features, mu and logVar each by a linear layer of its own.
 *
 * logVar is 10·tanh(y/10), which is about y where that is small and cannot run away where it is not. It begins at −4, a
 * deviation of 0.15: from the first step on the latents tell more than their noise hides.
 *
 * input float32 [batch, features]; mu and logVar float32 [batch, latents]
 *
 * @param beginning of logVar, for what is no posterior
 */
export function normalHead(
  features: number,
  latents: number,
  beginning: number = usual,
): Layer<Tensor, Normal> {
  const mu = dense(features, latents, { gain: 0.5 });
  const logVar = dense(features, latents, { gain: 0.1 });
  return {
    init: (rng) => {
      const [a, b] = split(rng, 2);
      const { bias: zero, ...spread } = logVar.init(b);
      disposeParams({ zero });
      return { mu: mu.init(a), logVar: { ...spread, bias: fill([latents], beginning) } };
    },
    apply: (params, x, mode) =>
      tidy(() => {
        const p = params as Record<string, Params>;
        const y = logVar.apply(p['logVar'], x, mode);
        return { mu: mu.apply(p['mu'], x, mode), logVar: mul(bound, tanh(div(y, bound))) };
      }),
  };
}
