import type { Tensor } from '@xm/tensor-ops';

/** Texts as tokens. */
export interface Tokens {
  /** int32 [batch, length] */
  readonly ids: Tensor;
  /** float32 [batch, length], 1 for a token and 0 for padding */
  readonly mask: Tensor;
}
