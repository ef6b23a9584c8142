import type { Tensor } from '@xm/tensor-ops';

/** Sounds as log-mels. */
export interface Speech {
  /** float32 [batch, frames, mels], about zero mean and unit deviation */
  readonly frames: Tensor;
  /** float32 [batch, frames], 1 for a frame and 0 for padding, which comes last */
  readonly mask: Tensor;
}
