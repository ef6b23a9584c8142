import {
  argMax,
  clone,
  concat,
  matMul,
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

/**
 * For each row one of the subsets of what it has, all alike, the empty one left out.
 *
 * @param present of each modality: float32 [batch, 1], 1 where it is there
 * @returns of each modality: float32 [batch, 1], 1 where it is in the subset that was drawn. A row that has none draws none.
 * @see Sutter et al. 2021, equation 3; `drawSubset` prefers single ones
 */
export function uniformSubset(present: readonly Tensor[], rng: Rng): Tensor[] {
  const count = present.length;
  if (count === 1) return [clone(present[0])];
  return tidy(() => {
    const has = concat([...present], 1);
    const [batch] = has.shape;
    const subsets = 2 ** count - 1;
    const members = Array.from({ length: subsets }, (_, s) =>
      Array.from({ length: count }, (_, m) => ((s + 1) >> m) & 1),
    );
    const table = tensor(members, [subsets, count]);
    // A subset with something absent has a lot below all others'.
    const lacking = matMul(sub(1, has), table, false, true);
    const lots = sub(uniform(rng, [batch, subsets]), mul(2, lacking));
    const chosen = oneHot(argMax(lots, 1) as never, subsets, 1, 0, 'float32') as Tensor;
    return splitTensor(mul(matMul(chosen, table), has), count, 1);
  });
}
