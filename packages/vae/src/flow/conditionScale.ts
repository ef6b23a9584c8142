import {
  clone,
  concat,
  div,
  mapParams,
  matMul,
  maximum,
  mean,
  type Params,
  reshape,
  slice,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** Where a condition lies and how far it spreads, latent by latent: float32 [1, condition] each. */
export interface ConditionScale {
  readonly mean: Tensor;
  readonly deviation: Tensor;
}

/** Latents that never move are left as they are, and not blown up. */
const least = 1e-3;

/** @param conditions float32 [rows, condition]; the caller frees what it gets */
export function conditionScale(conditions: Tensor): ConditionScale {
  return tidy((): never => {
    const centre = mean(conditions, 0, true);
    const deviation = maximum(sqrt(mean(square(sub(conditions, centre)), 0, true)), least);
    return { mean: centre, deviation } as never;
  });
}

/** (condition − mean)/deviation */
export const standardised = (condition: Tensor, scale: ConditionScale): Tensor =>
  tidy(() => div(sub(condition, scale.mean), scale.deviation));

/**
 * The params of a `velocityNetwork` that learned from standardised conditions, as those of one that is told them as they
 * are: the rows of the condition, the last of each kernel, are divided by its deviation, and what its mean would add is
 * taken from the bias, or, where a flag before the condition says whether there is one, from the row of the flag. Nothing else
 * changes, so both give the same.
 *
 * @param params borrowed; what comes back is the caller's
 */
export function foldConditionScale(
  params: Params,
  scale: ConditionScale,
  isFlagged: boolean,
): Params {
  const { first, last, ...layers } = params as Record<string, Record<string, Params>>;
  return tidy((): never => {
    const folded = Object.entries(layers).map(([name, { norm, dense }]) => [
      name,
      { norm: copied(norm), dense: denseFolded(dense, scale, isFlagged) },
    ]);
    const own = { first: denseFolded(first, scale, isFlagged), last: copied(last) };
    return { ...own, ...Object.fromEntries(folded) } as never;
  });
}

const copied = (params: Params): Params => mapParams((leaf) => clone(leaf), params);

function denseFolded(
  dense: Params,
  { mean: centre, deviation }: ConditionScale,
  isFlagged: boolean,
): Params {
  const { kernel, bias } = dense as { kernel: Tensor; bias: Tensor };
  const [inputs, units] = kernel.shape as [number, number];
  const told = deviation.size;
  const before = inputs - told - Number(isFlagged);
  const others = slice(kernel, [0, 0], [before, units]);
  const flag = slice(kernel, [before, 0], [Number(isFlagged), units]);
  const own = div(slice(kernel, [inputs - told, 0], [told, units]), reshape(deviation, [told, 1]));
  const atMean = matMul(centre, own);
  return isFlagged
    ? { kernel: concat([others, sub(flag, atMean), own], 0), bias: clone(bias) }
    : { kernel: concat([others, own], 0), bias: sub(bias, reshape(atMean, [units])) };
}
