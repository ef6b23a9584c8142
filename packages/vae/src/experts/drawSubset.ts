import {
  add,
  argMax,
  bernoulli,
  ConfigError,
  clone,
  concat,
  fold,
  maximum,
  mul,
  oneHot,
  type Rng,
  splitTensor,
  sub,
  type Tensor,
  tensor,
  tidy,
  uniform,
} from '@xm/tensor-ops';

/** How often a modality that was not drawn first joins. */
const joining = 0.25;

/**
 * For each row some of the modalities that it has: one that is drawn, all alike, and each other one with a probability of a
 * quarter. So most often it is a single one, as in a translation; and all together occur, too.
 *
 * @param present of each modality: float32 [batch, 1], 1 where it is there
 * @param target index of the modality that they are to tell of. It is seldom the one drawn first: of two in one row of
 * eight, of more more seldom yet, and always where there is no other
 * @returns of each modality: float32 [batch, 1], 1 where it is there and drawn. A row that has none draws none.
 * @see Sutter et al. 2021, equation 6, where all subsets are alike: single ones are then the rarer the more modalities
 */
export function drawSubset(present: readonly Tensor[], rng: Rng, target?: number): Tensor[] {
  const count = present.length;
  if (count === 0) throw new ConfigError('drawSubset: there must be at least one modality.');
  if (count === 1) return [clone(present[0])];
  return tidy(() => {
    const has = concat([...present], 1);
    const [batch] = has.shape;
    // An absent one's lot is below every other's.
    const later = Array.from({ length: count }, (_, i) => (i === target ? 0.5 : 0));
    const handicap = add(mul(2, sub(1, has)), tensor(later, [1, count]));
    const lots = sub(uniform(fold(rng, 'first'), [batch, count]), handicap);
    const first = oneHot(argMax(lots, 1) as never, count, 1, 0, 'float32') as Tensor;
    const others = bernoulli(fold(rng, 'others'), [batch, count], joining);
    return splitTensor(mul(maximum(first, others), has), count, 1);
  });
}
