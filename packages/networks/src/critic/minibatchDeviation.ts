import {
  add,
  broadcastTo,
  concat,
  mean,
  reshape,
  ShapeError,
  sqrt,
  square,
  sub,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * One more channel that tells how much pictures vary: the deviation of each number over a group of examples,
 * averaged over the numbers. A generator that always paints the same gives itself away.
 *
 * Example i is grouped with i + n, i + 2n, …, n the number of groups.
 * @param x float32 [batch, height, width, channels]
 * @param group examples of a group, which must divide the batch
 * @returns float32 [batch, height, width, channels + 1]
 * @throws ShapeError when the group does not divide the batch.
 * @see Karras et al. 2018, section 3 (groups as in the authors' code). Golden values: PyTorch.
 */
export function minibatchDeviation(x: Tensor, group: number): Tensor {
  const [batch, height, width, channels] = x.shape;
  if (batch % group !== 0) {
    throw new ShapeError(
      `minibatchDeviation: groups of ${group} must divide the batch, got ${batch} examples. ` +
        'Take a batch that is a multiple, or leave out the deviation.',
    );
  }
  return tidy(() => {
    const groups = batch / group;
    const grouped = reshape(x, [group, groups, height * width * channels]);
    const variance = mean(square(sub(grouped, mean(grouped, 0, true))), 0);
    const deviation = mean(sqrt(add(variance, 1e-8)), 1);
    const each = broadcastTo(reshape(deviation, [1, groups, 1, 1]), [group, groups, height, width]);
    return concat([x, reshape(each, [batch, height, width, 1])], 3);
  });
}
