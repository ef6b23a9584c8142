import {
  addN,
  assertSameShape,
  ConfigError,
  logSoftmax,
  mean,
  mul,
  neg,
  type Scalar,
  splitTensor,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * The auxiliary classifier's term: cross-entropy of what is told, −Σ labels·log softmax(logits), averaged over the
 * batch and summed over attributes. The critic minimises it at real examples, the generator at its fakes.
 *
 * @param logits float32 [batch, Σ groups]
 * @param labels as logits: in each group a one, or probabilities that sum to one
 * @param groups classes of each attribute: [3, 2, 5] for three shapes, two sizes and five colours
 * @returns scalar, nats
 * @throws ShapeError when the two differ, ConfigError when the groups do not add up.
 * @see Odena et al. 2017, equation 3. Golden values: PyTorch.
 */
export function attributeEntropy(
  logits: Tensor,
  labels: Tensor,
  groups: readonly number[] = [labels.shape[1] as number],
): Scalar {
  assertSameShape(logits, labels, 'attributeEntropy: logits and labels', 'One logit a class.');
  const total = groups.reduce((a, b) => a + b, 0);
  if (total !== labels.shape[1]) {
    throw new ConfigError(
      `attributeEntropy: groups must add up to the ${labels.shape[1]} columns of the labels, got ${total}.`,
    );
  }
  return tidy(() => {
    const parts = splitTensor(logits, [...groups], 1).map((part) => logSoftmax(part));
    const told = splitTensor(labels, [...groups], 1);
    const perAttribute = parts.map((part, i) => sum(mul(part, told[i]), 1));
    return neg(mean(addN(perAttribute))) as Scalar;
  });
}
