import {
  add,
  argMax,
  ConfigError,
  clone,
  concat,
  log,
  matMul,
  maximum,
  mul,
  neg,
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
 * For each row some of the modalities that it has, at least one: first how many, then which, all alike. Single ones,
 * which are what a translation starts from, come as often as all together.
 *
 * @param present of each modality: float32 [batch, 1], 1 where it is there
 * @returns of each modality: float32 [batch, 1], 1 where it is there and drawn. A row that has none draws none.
 * @see Sutter et al. 2021, equation 6, where all subsets are alike
 */
export function drawSubset(present: readonly Tensor[], rng: Rng): Tensor[] {
  const count = present.length;
  if (count === 0) throw new ConfigError('drawSubset: there must be at least one modality.');
  if (count === 1) return [clone(present[0])];
  const subsets = Array.from({ length: 2 ** count - 1 }, (_, i) =>
    Array.from({ length: count }, (_, member) => ((i + 1) >> member) & 1),
  );
  const size = (subset: readonly number[]): number => subset.reduce((a, b) => a + b, 0);
  const alike = subsets.map((subset) => subsets.filter((s) => size(s) === size(subset)).length);
  return tidy(() => {
    const has = concat([...present], 1);
    const [batch] = has.shape;
    const members = tensor(subsets, [subsets.length, count]);
    const lacking = matMul(sub(1, has), members, false, true);
    // The largest of log weight + Gumbel noise falls on each in proportion to its weight.
    const noise = neg(log(neg(log(maximum(uniform(rng, [batch, subsets.length]), 1e-7)))));
    const weights = tensor(alike.map((n) => -Math.log(n)));
    const lots = sub(add(noise, weights), mul(1e4, lacking));
    const chosen = oneHot(argMax(lots, 1) as never, subsets.length, 1, 0, 'float32') as Tensor;
    return splitTensor(mul(matMul(chosen, members), has), count, 1);
  });
}
