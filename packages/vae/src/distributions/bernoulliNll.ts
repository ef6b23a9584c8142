import {
  assertSameShape,
  mul,
  reshape,
  softplus,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

/**
 * −log p(x; logits) = log(1 + e^logit) − x·logit, summed over what one example holds: each number is 1 with the
 * probability 1/(1 + e^−logit), else 0.
 *
 * @param x float32 [batch, …], 0 or 1. What lies between is taken as a share of both: that is the cross entropy, and no
 * likelihood.
 * @param logits of the same shape
 * @returns float32 [batch], nats
 * @throws ShapeError when x and logits differ in shape.
 *
 * Golden values: torch.distributions.Bernoulli.
 */
export function bernoulliNll(x: Tensor, logits: Tensor): Tensor {
  assertSameShape(x, logits, 'bernoulliNll: x and logits', 'One logit for each number.');
  return tidy(() => sum(reshape(sub(softplus(logits), mul(x, logits)), [x.shape[0], -1]), 1));
}
