import type { Layer } from '../network.ts';
import { clone, mul, tidy } from '../ops.ts';
import { bernoulli } from '../random/rng.ts';

/** In training sets a share `rate` of the numbers to zero and scales the rest by 1/(1 − rate). */
export const dropout = (rate: number): Layer => ({
  init: () => ({}),
  apply: (_params, x, mode) => {
    if (!mode.training || rate === 0) return clone(x);
    return tidy(() => mul(x, mul(bernoulli(mode.rng, x.shape, 1 - rate), 1 / (1 - rate))));
  },
});
