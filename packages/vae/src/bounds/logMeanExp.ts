import {
  add,
  exp,
  log,
  max,
  mul,
  squeeze,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** What an absent number is put down by: no weight is left of it. */
const nothing = 1e9;

/**
 * log (Σ e^x / count) along an axis, over what is there, without running over.
 *
 * @param x float32, nats   @param present of the same shape, or one that is broadcast to it: 1 for what is there, 0 for what
 *   is not. Absent: all are. Something must be there.
 */
export const logMeanExp = (x: Tensor, axis: number, present?: Tensor): Tensor =>
  tidy(() => {
    const there = present ? sub(x, mul(nothing, sub(1, present))) : x;
    const most = stopGradient(max(there, axis, true));
    const size = log(sum(exp(sub(there, most)), axis, true));
    const count = present ? log(sum(present, axis, true)) : Math.log(x.shape.at(axis) as number);
    return squeeze(add(most, sub(size, count)), [axis < 0 ? x.rank + axis : axis]);
  });
