import { add, div, sqrt, square, sum, type Tensor, tidy } from './ops.ts';

/** x/√(|x|² + epsilon) over the last axis: rows of unit length. A row of zeros stays zero. */
export const normalise = <T extends Tensor>(x: T, epsilon = 1e-12): T =>
  tidy(() => div(x, sqrt(add(sum(square(x), -1, true), epsilon))) as T);
