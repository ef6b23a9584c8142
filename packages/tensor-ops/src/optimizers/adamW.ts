import { add, div, mul, sqrt, square, sub, type Tensor, tidy, zerosLike } from '../ops.ts';
import { mapParams, type Params } from '../params/params.ts';
import { type Optimizer, rateAt, type Schedule } from './optimizer.ts';

export interface AdamWOptions {
  learningRate: Schedule;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Decoupled: p shrinks by rate·weightDecay each step, whatever its gradient. 0.01 if not given. */
  weightDecay?: number;
  /** Which leaves decay. Matrices and kernels do; biases, gains and temperatures (rank 0 and 1) do not. */
  decays?: (path: string, leaf: Tensor) => boolean;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², p ← p − rate·(m̂/(√v̂ + ε) + weightDecay·p), with m̂ and v̂
 * freed of their start at zero.
 *
 * @see Kingma and Ba 2015; Loshchilov and Hutter 2019. Golden values: PyTorch's AdamW.
 */
export const adamW = (options: AdamWOptions): Optimizer => {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const decays = options.decays ?? ((_path, leaf) => leaf.rank > 1);
  return {
    init: (params) => ({
      mean: mapParams((p) => zerosLike(p), params),
      square: mapParams((p) => zerosLike(p), params),
    }),
    update: (gradients, state, params, step) => {
      const mean = mapParams(
        (g, _, m) => tidy(() => add(mul(m, beta1), mul(g, 1 - beta1))),
        gradients,
        state['mean'] as Params,
      );
      const squares = mapParams(
        (g, _, v) => tidy(() => add(mul(v, beta2), mul(square(g), 1 - beta2))),
        gradients,
        state['square'] as Params,
      );
      const rate = rateAt(options.learningRate, step);
      const unbiasedRate = rate / (1 - beta1 ** (step + 1));
      const unbiasedRoot = 1 / Math.sqrt(1 - beta2 ** (step + 1));
      const updated = mapParams(
        (p, path, m, v) =>
          tidy(() => {
            const root = add(mul(sqrt(v), unbiasedRoot), epsilon);
            const kept = decays(path, p) ? mul(p, 1 - rate * weightDecay) : p;
            return sub(kept, mul(div(m, root), unbiasedRate));
          }),
        params,
        mean,
        squares,
      );
      return { params: updated, state: { mean, square: squares } };
    },
  };
};
