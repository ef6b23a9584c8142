import {
  abs,
  cast,
  concat,
  greater,
  max,
  reshape,
  slice,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/** The condition of another example for each, and whether it is another one. */
export interface Mismatch {
  /** As the condition, a row further down: row i has that of row i − 1. */
  readonly condition: Tensor;
  /** float32 [batch, 1]: 1 where the two differ, 0 where they happen to be equal. */
  readonly differs: Tensor;
}

/**
 * Conditions that belong to another example, for `criticLoss`. Where captions or classes repeat, the neighbour's
 * may be one's own: such a pair is no mismatch, and says so.
 *
 * @param condition float32 [batch, …]
 */
export const mismatch = (condition: Tensor): Mismatch =>
  tidy(() => {
    const rows = condition.shape[0];
    const rest = condition.shape.slice(1);
    const origin = rest.map(() => 0);
    const last = slice(condition, [rows - 1, ...origin], [1, ...rest]);
    const moved = concat([last, slice(condition, [0, ...origin], [rows - 1, ...rest])], 0);
    const distance = max(abs(reshape(sub(moved, condition), [rows, -1])), 1, true);
    return { condition: moved, differs: cast(greater(distance, 1e-6), 'float32') };
  });
