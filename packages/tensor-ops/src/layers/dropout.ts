import { ConfigError } from '../errors.ts';
import type { Layer } from '../network.ts';
import { clone, mul, tidy } from '../ops.ts';
import { bernoulli } from '../random/rng.ts';

/**
 * In training sets a share `rate` of the numbers to zero and scales the rest by 1/(1 − rate).
 *
 * @throws ConfigError when the rate is not in [0, 1).
 */
export function dropout(rate: number): Layer {
  if (!(rate >= 0 && rate < 1)) {
    throw new ConfigError(
      `dropout: rate must be at least 0 and below 1, got ${rate}. 0.1 is usual.`,
    );
  }
  return {
    init: () => ({}),
    apply: (_params, x, mode) => {
      if (!mode.training || rate === 0) return clone(x);
      return tidy(() => mul(x, mul(bernoulli(mode.rng, x.shape, 1 - rate), 1 / (1 - rate))));
    },
  };
}
