import {
  add,
  addN,
  logSoftmax,
  mul,
  type Objective,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import type { JudgeNetwork } from './judgeNetwork.ts';
import { type Layout, poseLength } from './layout.ts';

/** Tensors of one step; see `Targets` for the last three. */
export interface JudgeBatch {
  /** What the network takes in: pixels, or what a judge of pictures made of them */
  readonly seen: Tensor;
  readonly words: Tensor;
  readonly pose: Tensor;
  readonly counts: Tensor;
}

/**
 * Σ over factors of the cross-entropy, in nats, + Σ of the squared errors of the pose that counts, averaged
 * over the batch. Captions do not say the pose, but the features shall know it: it tells a generator that
 * paints every pose from one that paints a single one.
 */
export const judgeObjective =
  (network: JudgeNetwork, layout: Layout): Objective<JudgeBatch> =>
  (params, { seen, words, pose, counts }, rng) => {
    const batch = seen.shape[0];
    const terms = tidy(() => {
      const { outputs } = network.apply(params, seen, { training: true, rng });
      const part = (x: Tensor, start: number, length: number): Tensor =>
        slice(x, [0, start], [batch, length]);
      const likelihoods = layout.heads.map(({ start, words: { length } }) =>
        sum(mul(part(words, start, length), logSoftmax(part(outputs, start, length)))),
      );
      const errors = square(sub(part(outputs, layout.words, poseLength), pose));
      return {
        words: mul(addN(likelihoods), -1 / batch) as Scalar,
        pose: mul(sum(mul(errors, counts)), 1 / batch) as Scalar,
      };
    });
    return { loss: add(terms.words, terms.pose), terms };
  };
