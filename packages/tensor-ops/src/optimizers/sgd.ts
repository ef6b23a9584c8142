import { add, clone, mul, sub, type Tensor, tidy, zerosLike } from '../ops.ts';
import { disposeParams, mapParams, type Params } from '../params/params.ts';
import { type Optimizer, rateAt, type Schedule } from './optimizer.ts';

/** p ← p − rate·v, v ← momentum·v + g. Without momentum nothing is carried. */
export const sgd = (options: { learningRate: Schedule; momentum?: number }): Optimizer => {
  const { learningRate, momentum = 0 } = options;
  return {
    init: (params) => (momentum === 0 ? {} : { velocity: mapParams((p) => zerosLike(p), params) }),
    update: (gradients, state, params, step) => {
      const rate = rateAt(learningRate, step);
      const velocity =
        momentum === 0
          ? mapParams((g) => clone(g), gradients)
          : mapParams(
              (g, _, v) => tidy(() => add(mul(v, momentum), g)),
              gradients,
              state['velocity'] as Params,
            );
      const updated = mapParams((p, _, v) => descend(p, v, rate), params, velocity);
      if (momentum > 0) return { params: updated, state: { velocity } };
      disposeParams(velocity);
      return { params: updated, state: {} };
    },
  };
};

const descend = (p: Tensor, direction: Tensor, rate: number): Tensor =>
  tidy(() => sub(p, mul(direction, rate)));
