import { add, mul, sub, tidy } from '../ops.ts';
import { mapParams, type Params } from '../params/params.ts';

/** average + (1 − decay)·(params − average), leaf by leaf: a new tree. */
export const movingAverage = (average: Params, params: Params, decay: number): Params =>
  mapParams((a, _, p) => tidy(() => add(a, mul(sub(p, a), 1 - decay))), average, params);
