import {
  abs,
  add,
  assertShape,
  cast,
  concat,
  exp,
  greater,
  less,
  log,
  logSoftmax,
  matMul,
  max,
  mul,
  neg,
  notEqual,
  oneHot,
  pad,
  range,
  reshape,
  slice,
  squeeze,
  stack,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  unstack,
  where,
  zeros,
  zerosLike,
} from '@xm/tensor-ops';
import type { Tokens } from '../text/tokens.ts';
import type { FrameLogits } from './ctcHead.ts';

/** The logarithm of no probability at all: far below any other, and finite, so that gradients are. */
const nothing = -1e9;

/**
 * Connectionist temporal classification: −log of the probability that the frames, one token each, read as
 * the text once repeats are merged and blanks (id 0) dropped, summed over all alignments.
 *
 * With the text's tokens between blanks as states, αₜ(s) = log p(stateₛ|t) + log Σ exp αₜ₋₁(s′), s′ among
 * s, s − 1 and, between different tokens, s − 2. Frames and tokens that are there come first.
 * @param texts ids of at least 1 where the mask is 1; no begin or end unless they are to be heard
 * @returns float32 [batch], nats. 0, and no gradient, for a text that its frames are too few for: one frame
 * a token and one between equal tokens is the least.
 * @throws ShapeError when the shapes do not belong together.
 *
 * @see Graves et al. 2006. Golden values: torch.nn.functional.ctc_loss with zero_infinity.
 */
export function ctcLoss({ logits, mask: frameMask }: FrameLogits, { ids, mask }: Tokens): Tensor {
  const [batch, frames, vocabulary] = logits.shape as [number, number, number];
  const [, length] = ids.shape as [number, number];
  assertShape(logits, [null, null, null], 'ctcLoss: logits', 'Give [batch, frames, vocabulary].');
  assertShape(
    frameMask,
    [batch, frames],
    'ctcLoss: the frames’ mask',
    'One number for each frame.',
  );
  assertShape(ids, [batch, null], 'ctcLoss: ids', 'One text for each row of frames.');
  assertShape(mask, [batch, length], 'ctcLoss: the texts’ mask', 'One number for each token.');
  return tidy(() => {
    const states = oneHot(betweenBlanks(ids) as Tensor1D, vocabulary, 1, 0, 'float32');
    const emissions = unstack(matMul(logSoftmax(logits), states, false, true), 1);
    const isThere = unstack(greater(frameMask, 0.5), 1);
    const jumps = mul(sub(1, mayJump(ids)), nothing);

    // Before the first frame, the blank before the first token.
    const start = zeros([batch], 'int32') as Tensor1D;
    let alpha: Tensor = oneHot(start, 2 * length + 1, 0, nothing, 'float32');
    for (let t = 0; t < frames; t++) {
      const next = add(arrivals(alpha, jumps), emissions[t]);
      alpha = where(reshape(isThere[t], [batch, 1]), next, alpha);
    }
    const total = logSumExp(where(isLast(mask), alpha, nothing), 1);
    return where(greater(total, nothing / 2), neg(total), 0);
  });
}

/** [batch, length] → [batch, 2·length + 1], zeros before, between and after. */
const betweenBlanks = (x: Tensor): Tensor => {
  const [batch, length] = x.shape as [number, number];
  const pairs = reshape(stack([zerosLike(x), x], 2), [batch, 2 * length]);
  return pad(pairs, [
    [0, 0],
    [0, 1],
  ]);
};

/** 1 for states that can be reached from two before: tokens that differ from the one before them. */
const mayJump = (ids: Tensor): Tensor => {
  const [batch, length] = ids.shape as [number, number];
  const [before, after] = [0, 1].map((at) => slice(ids, [0, at], [batch, length - 1]));
  const differs = cast(notEqual(before, after), 'float32');
  return betweenBlanks(concat([zeros([batch, 1]), differs], 1));
};

/** Where a text may end, [batch, 2·length + 1]: at its last token or the blank after. */
const isLast = (mask: Tensor): Tensor => {
  const states = range(0, 2 * (mask.shape[1] as number) + 1);
  return less(abs(sub(states, sub(mul(sum(mask, 1, true), 2), 0.5))), 1);
};

/** log Σ exp α over the states that lead to each. */
const arrivals = (alpha: Tensor, jumps: Tensor): Tensor => {
  const [batch, states] = alpha.shape;
  const shifted = pad(
    alpha,
    [
      [0, 0],
      [2, 0],
    ],
    nothing,
  );
  const [two, one] = [0, 1].map((at) => slice(shifted, [0, at], [batch, states]));
  return logSumExp(stack([alpha, one, add(two, jumps)]), 0);
};

/** Shifted by the largest, which being a mere shift needs no gradient. */
const logSumExp = (x: Tensor, axis: number): Tensor => {
  const top = stopGradient(max(x, axis, true));
  return add(log(sum(exp(sub(x, top)), axis)), squeeze(top, [axis]));
};
