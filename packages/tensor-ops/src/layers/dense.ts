import { linear } from '../fused/linear.ts';
import type { Layer } from '../network.ts';
import { reshape, type Tensor, tidy, zeros } from '../ops.ts';
import { normal } from '../random/rng.ts';
import { assertShape } from '../shapes.ts';

/**
 * y = x·kernel + bias over the last axis. Kernel starts normal with deviation `gain`/√inputs.
 *
 * @param options.gain 1 keeps the variance of its input; √2 suits a ReLU after it (He et al. 2015);
 * 0 starts a residual branch as the identity
 */
export const dense = (
  inputs: number,
  units: number,
  options: { gain?: number; bias?: boolean } = {},
): Layer => ({
  init: (rng) => {
    const { gain = 1, bias = true } = options;
    const kernel = normal(rng, [inputs, units], 0, gain / Math.sqrt(inputs));
    return bias ? { kernel, bias: zeros([units]) } : { kernel };
  },
  apply: (params, x) =>
    tidy(() => {
      const rows = reshape(x, [-1, x.shape[x.rank - 1]]);
      assertShape(rows, [null, inputs], 'dense: the last axis', 'Give the layer that input size.');
      const { kernel, bias } = params as { kernel: Tensor; bias?: Tensor };
      return reshape(linear(rows, kernel, bias), [...x.shape.slice(0, -1), units]);
    }),
});
