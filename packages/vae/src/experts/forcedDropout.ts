import {
  addN,
  bernoulli,
  cast,
  clone,
  concat,
  fold,
  greater,
  lessEqual,
  mul,
  type Rng,
  splitTensor,
  sub,
  sum,
  type Tensor,
  tidy,
  uniform,
  where,
} from '@xm/tensor-ops';

/**
 * Forced perceptual dropout: in some rows fewer are let through than are there. How many is drawn first, at least one and all
 * such numbers alike, and then which.
 *
 * @param present of each modality: float32 [batch, 1], 1 where it is there
 * @param rate of the rows in which some are left out, 0…1
 * @returns of each modality: float32 [batch, 1], 1 where it is there and let through. A row that has one keeps it.
 * @see Vasco et al. 2022, in whose data no modality is missing to begin with
 */
export function forcedDropout(present: readonly Tensor[], rate: number, rng: Rng): Tensor[] {
  const count = present.length;
  if (count === 1) return [clone(present[0])];
  return tidy(() => {
    const has = concat([...present], 1);
    const [batch] = has.shape;
    // An absent one's lot is below every other's.
    const lots = sub(uniform(fold(rng, 'which'), [batch, count]), mul(2, sub(1, has)));
    const there = addN([...present]);
    const fewer = mul(uniform(fold(rng, 'size'), [batch, 1]), sub(there, 1));
    const isForced = greater(bernoulli(fold(rng, 'forced'), [batch, 1], rate), 0);
    // Of a row those of the places 0, 1, … up to here.
    const last = where(isForced, fewer, there);
    return splitTensor(lots, count, 1).map((lot, m) => {
      const place = sum(cast(greater(lots, lot), 'float32'), 1, true);
      return mul(cast(lessEqual(place, last), 'float32'), present[m]);
    });
  });
}
