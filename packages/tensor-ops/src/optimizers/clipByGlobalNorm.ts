import {
  add,
  addN,
  div,
  minimum,
  mul,
  scalar,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from '../ops.ts';
import { disposeParams, leaves, mapParams, type Params } from '../params/params.ts';
import type { Optimizer } from './optimizer.ts';

/** √Σ|leaf|² over the whole tree. */
export const globalNorm = (tree: Params): Tensor =>
  tidy(() => sqrt(addN(leaves(tree).map(([, leaf]) => sum(square(leaf))))));

/**
 * `optimizer` with gradients scaled down, all alike, when their global norm exceeds `limit`.
 *
 * @see Pascanu et al. 2013
 */
export const clipByGlobalNorm = (limit: number, optimizer: Optimizer): Optimizer => ({
  init: optimizer.init,
  update: (gradients, state, params, step) => {
    const factor = tidy(() => minimum(scalar(1), div(limit, add(globalNorm(gradients), 1e-6))));
    const clipped = mapParams((g) => mul(g, factor), gradients);
    const result = optimizer.update(clipped, state, params, step);
    disposeParams(clipped);
    factor.dispose();
    return result;
  },
});
