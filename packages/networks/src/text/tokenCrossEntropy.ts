import {
  assertShape,
  logSoftmax,
  mul,
  neg,
  oneHot,
  slice,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@xm/tensor-ops';

/**
 * The surprise at a text, token by token: −Σᵢ maskᵢ₊₁·log p(idsᵢ₊₁ | ids₀ … idsᵢ), over all tokens but the
 * first, which nothing foretells.
 *
 * @param logits float32 [batch, length, vocabulary], position i about token i + 1, as `textDecoder` gives them
 * @param ids int32 [batch, length], what the logits were given for
 * @param mask float32 [batch, length], 1 for a token and 0 for padding
 * @returns float32 [batch], nats, summed over tokens: longer texts weigh more
 * @throws ShapeError when the shapes do not belong together.
 *
 * Golden values: torch.nn.functional.cross_entropy.
 */
export function tokenCrossEntropy(logits: Tensor, ids: Tensor, mask: Tensor): Tensor {
  const [batch, length, vocabulary] = logits.shape as [number, number, number];
  const remedy = 'Give the tokens that the logits were given for.';
  assertShape(logits, [null, null, null], 'tokenCrossEntropy: logits', remedy);
  assertShape(ids, [batch, length], 'tokenCrossEntropy: ids', remedy);
  assertShape(mask, [batch, length], 'tokenCrossEntropy: mask', remedy);
  return tidy(() => {
    const foretold = logSoftmax(slice(logits, [0, 0, 0], [batch, length - 1, vocabulary]));
    const [next, counts] = [ids, mask].map((x) => slice(x, [0, 1], [batch, length - 1]));
    const chosen = mul(foretold, oneHot(next as Tensor1D, vocabulary, 1, 0, 'float32'));
    return neg(sum(mul(sum(chosen, -1), counts), 1));
  });
}
