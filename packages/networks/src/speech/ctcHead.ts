import { dense, type Layer, type Params, type Sequence, type Tensor, tidy } from '@xm/tensor-ops';

/** What each frame says. */
export interface FrameLogits {
  /** float32 [batch, frames, vocabulary]; id 0 is the blank, which says nothing */
  readonly logits: Tensor;
  /** float32 [batch, frames], 1 for a frame and 0 for padding */
  readonly mask: Tensor;
}

/**
 * From frames to what each of them says: the head that `ctcLoss` trains and `ctcTranscribe` reads.
 *
 * The tokenizers' padding, id 0, is never said and so is free to be the blank.
 * @param dim of the frames that `speechFrames` gives
 */
export function ctcHead(dim: number, vocabulary: number): Layer<Required<Sequence>, FrameLogits> {
  const head = dense(dim, vocabulary, { gain: 0.5 });
  return {
    init: (rng) => head.init(rng),
    apply: (params: Params, { x, mask }, mode) =>
      tidy(() => ({ logits: head.apply(params, x, mode), mask })),
  };
}
