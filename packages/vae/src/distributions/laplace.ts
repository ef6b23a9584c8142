import {
  abs,
  add,
  assertSameShape,
  div,
  exp,
  log,
  maximum,
  mul,
  neg,
  type Rng,
  step,
  sub,
  sum,
  type Tensor,
  tidy,
  uniform,
} from '@xm/tensor-ops';

/** Independent Laplace distributions: float32 [batch, latents] each. The scale b is e^logScale. */
export interface Laplace {
  readonly mu: Tensor;
  readonly logScale: Tensor;
}

/**
 * A draw that gradients pass through: mu − b·sign(u)·log(1 − 2|u|), u uniform in −½…½, in the shape of mu.
 * The logarithm's argument is kept from 0 by 2⁻²⁴, the grid of u.
 */
export const sampleLaplace = ({ mu, logScale }: Laplace, rng: Rng): Tensor =>
  tidy(() => {
    const u = uniform(rng, mu.shape, -0.5, 0.5);
    const sign = sub(mul(2, step(u)), 1);
    const size = neg(log(maximum(sub(1, mul(2, abs(u))), 2 ** -24)));
    return add(mu, mul(exp(logScale), mul(sign, size)));
  });

/** The log density of x, summed over latents: −Σ (log 2 + logScale + |x − mu|·e^−logScale). [batch], nats */
export function laplaceLogDensity(x: Tensor, { mu, logScale }: Laplace): Tensor {
  assertSameShape(x, mu, 'laplaceLogDensity: x and mu', 'One number a latent.');
  return tidy(() =>
    neg(sum(add(add(div(abs(sub(x, mu)), exp(logScale)), logScale), Math.log(2)), -1)),
  );
}

/**
 * KL(q ‖ Laplace(0, 1)) = Σ (−logScale + |mu| + b·e^(−|mu|/b) − 1). [batch], nats
 *
 * Golden values: torch.distributions.
 */
export const klToStandardLaplace = ({ mu, logScale }: Laplace): Tensor =>
  tidy(() => {
    const distance = abs(mu);
    const b = exp(logScale);
    const tail = mul(b, exp(neg(div(distance, b))));
    return sum(sub(sub(add(distance, tail), logScale), 1), -1);
  });
