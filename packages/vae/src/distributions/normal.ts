import {
  add,
  assertSameShape,
  div,
  exp,
  mul,
  normal,
  type Rng,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@xm/tensor-ops';
import { repeated } from '../model/repeated.ts';

/** Independent normal distributions: float32 [batch, latents] each. The variance is e^logVar. */
export interface Normal {
  readonly mu: Tensor;
  readonly logVar: Tensor;
}

/**
 * A draw that gradients pass through: mu + e^(logVar/2)·ε, with ε standard normal in the shape of mu.
 *
 * @see Kingma and Welling 2014
 */
export const sampleNormal = ({ mu, logVar }: Normal, rng: Rng): Tensor =>
  tidy(() => add(mu, mul(exp(mul(0.5, logVar)), normal(rng, mu.shape))));

/** The log density of x, summed over latents: −½ Σ (log 2π + logVar + (x − mu)²·e^−logVar). [batch], nats */
export function normalLogDensity(x: Tensor, { mu, logVar }: Normal): Tensor {
  assertSameShape(x, mu, 'normalLogDensity: x and mu', 'One number a latent.');
  return tidy(() => {
    const squares = div(square(sub(x, mu)), exp(logVar));
    return mul(-0.5, sum(add(add(squares, logVar), Math.log(2 * Math.PI)), -1));
  });
}

/**
 * KL(q ‖ N(0, 1)) of each latent: −½ (1 + logVar − mu² − e^logVar). [batch, latents], nats
 *
 * @see Kingma and Welling 2014, appendix B. Golden values: torch.distributions.
 */
export const klPerLatent = ({ mu, logVar }: Normal): Tensor =>
  tidy(() => mul(-0.5, sub(sub(add(1, logVar), square(mu)), exp(logVar))));

/** KL(q ‖ N(0, I)), summed over latents. [batch], nats */
export const klToStandardNormal = (q: Normal): Tensor => tidy(() => sum(klPerLatent(q), -1));

/**
 * KL(q ‖ p) = ½ Σ (p.logVar − q.logVar − 1 + (e^q.logVar + (q.mu − p.mu)²)·e^−p.logVar). [batch], nats
 *
 * Golden values: torch.distributions.
 */
export function klBetweenNormals(q: Normal, p: Normal): Tensor {
  assertSameShape(q.mu, p.mu, 'klBetweenNormals: q and p', 'Both over the same latents.');
  return tidy(() => {
    const spread = div(add(exp(q.logVar), square(sub(q.mu, p.mu))), exp(p.logVar));
    return mul(0.5, sum(sub(add(sub(p.logVar, q.logVar), spread), 1), -1));
  });
}

/** Each row so many times, one after the other. */
export const each = ({ mu, logVar }: Normal, times: number): Normal => ({
  mu: repeated(mu, times),
  logVar: repeated(logVar, times),
});

/** The same, that no gradient passes. */
export const constant = ({ mu, logVar }: Normal): Normal => ({
  mu: stopGradient(mu),
  logVar: stopGradient(logVar),
});
