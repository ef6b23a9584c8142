import type { Layer } from '../network.ts';
import { gather, type Tensor, tidy } from '../ops.ts';
import { normal } from '../random/rng.ts';

/** Row `ids[…]` of a table: int32 […] → float32 […, units]. Starts normal with `deviation`. */
export const embedding = (
  vocabulary: number,
  units: number,
  deviation: number = 1 / Math.sqrt(units),
): Layer => ({
  init: (rng) => ({ table: normal(rng, [vocabulary, units], 0, deviation) }),
  apply: (params, ids) => tidy(() => gather(params['table'] as Tensor, ids as never)),
});
