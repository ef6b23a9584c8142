import {
  addN,
  argMax,
  clone,
  concat,
  mul,
  oneHot,
  type Rng,
  slice,
  sub,
  type Tensor,
  tidy,
  uniform,
} from '@xm/tensor-ops';
import type { Normal } from '../distributions/normal.ts';
import { assertExperts, type Expert } from './expert.ts';

/**
 * Of the mixture of experts, one for each row: drawn uniformly among those that are present. A sample of
 * it is a sample of the mixture. A row without any modality must not occur.
 *
 * @see Shi et al. 2019, section 3.1
 */
export function mixtureOfExperts(experts: readonly Expert[], rng: Rng): Normal {
  assertExperts('mixtureOfExperts', experts);
  if (experts.length === 1) return { mu: clone(experts[0].mu), logVar: clone(experts[0].logVar) };
  return tidy(() => {
    const present = concat(
      experts.map((expert) => expert.present),
      1,
    );
    const [batch, count] = present.shape;
    // An absent expert's lot is below every other's.
    const lots = sub(uniform(rng, [batch, count]), mul(2, sub(1, present)));
    const chosen = oneHot(argMax(lots, 1) as never, count) as Tensor;
    const pick = (part: 'mu' | 'logVar'): Tensor =>
      addN(experts.map((expert, i) => mul(expert[part], slice(chosen, [0, i], [batch, 1]))));
    return { mu: pick('mu'), logVar: pick('logVar') };
  });
}
