import { add, addN, div, exp, log, mul, neg, tidy } from '@xm/tensor-ops';
import type { Normal } from '../distributions/normal.ts';
import { assertExperts, type Expert } from './expert.ts';

/**
 * The product of normal experts and of the prior N(0, I), which counts once.
 *
 * With precisions τ = e^−logVar where the modality is present and 0 where it is absent:
 * mu = Σ τ·mu / (1 + Σ τ), variance = 1 / (1 + Σ τ). A row without any modality is the prior.
 * @see Wu and Goodman 2018, section 2.2. Golden values: products of torch's densities on a grid.
 */
export function productOfExperts(experts: readonly Expert[]): Normal {
  assertExperts('productOfExperts', experts);
  return tidy(() => {
    const precisions = experts.map(({ logVar, present }) => mul(exp(neg(logVar)), present));
    const total = add(1, addN(precisions));
    const weighted = addN(precisions.map((precision, i) => mul(precision, experts[i].mu)));
    return { mu: div(weighted, total), logVar: neg(log(total)) };
  });
}

/**
 * The product of normal experts and of any normal prior: with the precision τ₀ = e^−logVar of the prior,
 * mu = (τ₀·mu₀ + Σ τ·mu) / (τ₀ + Σ τ), variance = 1 / (τ₀ + Σ τ).
 */
export function productWithPrior(experts: readonly Expert[], prior: Normal): Normal {
  assertExperts('productWithPrior', experts);
  return tidy(() => {
    const first = exp(neg(prior.logVar));
    const precisions = experts.map(({ logVar, present }) => mul(exp(neg(logVar)), present));
    const total = addN([first, ...precisions]);
    const weighted = precisions.map((precision, i) => mul(precision, experts[i].mu));
    const mu = div(addN([mul(first, prior.mu), ...weighted]), total);
    return { mu, logVar: neg(log(total)) };
  });
}
