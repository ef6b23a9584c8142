import { mean, reshape, type Tensor, tidy } from '@xm/tensor-ops';

/**
 * How the vectors of a grid become one.
 *
 * - `mean`: where something is does not matter.
 * - `flatten`: all of them side by side, so that the head can tell places apart. Better when the
 *   subject always fills the picture, as in icons; the head then grows with the grid.
 */
export type Pooling = 'mean' | 'flatten';

/** [batch, positions, dim] → [batch, dim] or [batch, positions·dim] */
export const pool = (x: Tensor, pooling: Pooling): Tensor =>
  tidy(() => (pooling === 'mean' ? mean(x, 1) : reshape(x, [x.shape[0], -1])));

/** The length of what `pool` gives. */
export const pooledSize = (positions: number, dim: number, pooling: Pooling): number =>
  pooling === 'mean' ? dim : positions * dim;
