import {
  assertShape,
  logSoftmax,
  mul,
  neg,
  pad,
  slice,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * The surprise at a length: −log softmax(logits) at the last frame that is there. 0 for a sound without
 * frames.
 *
 * @param logits float32 [batch, frames], position i about a length of i + 1 frames
 * @param mask float32 [batch, frames], 1 for a frame and 0 for padding, which comes last
 * @returns float32 [batch], nats
 * @throws ShapeError when the shapes differ.
 *
 * Golden values: torch.nn.functional.cross_entropy.
 */
export function lengthCrossEntropy(logits: Tensor, mask: Tensor): Tensor {
  const [batch, frames] = logits.shape as [number, number];
  assertShape(logits, [null, null], 'lengthCrossEntropy: logits', 'Give [batch, frames].');
  assertShape(mask, [batch, frames], 'lengthCrossEntropy: mask', 'One number for each frame.');
  return tidy(() => {
    const following = slice(
      pad(mask, [
        [0, 0],
        [0, 1],
      ]),
      [0, 1],
      [batch, frames],
    );
    const isLast = sub(mask, following);
    return neg(sum(mul(logSoftmax(logits), isLast), 1));
  });
}
