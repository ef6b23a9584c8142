import {
  add,
  assertShape,
  maximum,
  mean,
  mul,
  type Scalar,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';

export interface ElboOptions {
  /** Weight of the divergence: 1 is the bound itself. A scalar tensor lets it grow from step to step. */
  readonly beta?: number | Tensor;
  /** λ ≥ 0, nats: what every latent may say for nothing (Kingma et al. 2016, appendix C.8). */
  readonly freeBits?: number;
}

/**
 * The negative evidence lower bound: mean over the batch of −log p(x|z), plus
 * β·Σ_latents max(λ, mean over the batch of KL). To be minimised.
 *
 * @param negativeLogLikelihood float32 [batch], nats, summed over all that one example holds
 * @param kl float32 [batch, latents], nats: `klPerLatent`
 * @returns scalar, nats. Without free bits and with β = 1 it bounds −log p(x) from above.
 * @see Kingma and Welling 2014; β as in Higgins et al. 2017.
 */
export function negativeElbo(
  negativeLogLikelihood: Tensor,
  kl: Tensor,
  { beta = 1, freeBits = 0 }: ElboOptions = {},
): Scalar {
  assertShape(kl, [null, null], 'negativeElbo: kl', 'One row an example, one column a latent.');
  const rows = kl.shape[0];
  assertShape(negativeLogLikelihood, [rows], 'negativeElbo: negativeLogLikelihood', 'Sum it.');
  return tidy(() => {
    const perLatent = mean(kl, 0);
    const counted = freeBits > 0 ? maximum(perLatent, freeBits) : perLatent;
    return add(mean(negativeLogLikelihood), mul(beta, sum(counted))) as Scalar;
  });
}
