import { add, div, mul, sqrt, square, sub, type Tensor, tidy } from '../ops.ts';
import { hasFused, runFused } from './fusedKernel.ts';

/** The numbers of one step. */
export interface AdamWStep extends Record<string, number> {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate over 1 − β₁ᵗ, which frees the mean of its start at zero. */
  readonly rate: number;
  /** 1/√(1 − β₂ᵗ), which does so with √v. */
  readonly root: number;
  /** What decay leaves of p: 1 − rate·weightDecay, or 1. */
  readonly kept: number;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², p ← p·kept − rate·m/(root·√v + ε), as new tensors: in one
 * kernel where the backend has one.
 *
 * @param p float32, as are all, of one shape
 * @returns p, m and v
 */
export function adamWStep(
  p: Tensor,
  gradient: Tensor,
  mean: Tensor,
  squares: Tensor,
  numbers: AdamWStep,
): [p: Tensor, mean: Tensor, square: Tensor] {
  if (hasFused('adamW')) {
    const inputs = { p, gradient, mean, square: squares };
    return runFused('adamW', inputs, numbers) as [Tensor, Tensor, Tensor];
  }
  const { beta1, beta2, epsilon, rate, root, kept } = numbers;
  return tidy(() => {
    const m = add(mul(mean, beta1), mul(gradient, 1 - beta1));
    const v = add(mul(squares, beta2), mul(square(gradient), 1 - beta2));
    const step = mul(div(m, add(mul(sqrt(v), root), epsilon)), rate);
    return [sub(mul(p, kept), step), m, v];
  });
}
