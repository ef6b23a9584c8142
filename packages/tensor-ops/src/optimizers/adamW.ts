import { adamWStep } from '../fused/adamWStep.ts';
import { type Tensor, zerosLike } from '../ops.ts';
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
      const rate = rateAt(options.learningRate, step);
      const numbers = {
        ...{ beta1, beta2, epsilon },
        rate: rate / (1 - beta1 ** (step + 1)),
        root: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
      };
      const next = new Map<string, readonly [Tensor, Tensor, Tensor]>();
      const updated = mapParams(
        (p, path, gradient, mean, square) => {
          const kept = decays(path, p) ? 1 - rate * weightDecay : 1;
          next.set(path, adamWStep(p, gradient, mean, square, { ...numbers, kept }));
          return next.get(path)![0];
        },
        params,
        gradients,
        state['mean'] as Params,
        state['square'] as Params,
      );
      const moment = (which: 1 | 2) => mapParams((_, path) => next.get(path)![which], params);
      return { params: updated, state: { mean: moment(1), square: moment(2) } };
    },
  };
};
