import type { Scalar, Tensor } from '@xm/tensor-ops';
import { drawnElbo } from './drawnElbo.ts';
import { dreg } from './dreg.ts';
import { iwae } from './iwae.ts';

/** The bounds that are made of log-weights log p(x, z) − log q(z | x), z drawn from q. */
export type BoundName = 'elbo' | 'iwae' | 'dreg';

/** How log-weights of several draws become a loss, and what the gradient is to be on its way to the posterior. */
export interface DrawnBound {
  /** Whether the posterior's own parameters are constants in log q: they learn by the draws alone. */
  readonly stopsDensity: boolean;
  /**
   * Latents on their way from the posterior to what is made of them.
   *
   * @param x float32 [n, latents]
   * @param rowsOf from the weights of the draws, [draws, rows], to one for each row of x, [n, 1]
   */
  pass(x: Tensor, rowsOf: (weights: Tensor) => Tensor): Tensor;
  /**
   * @param logWeights float32 [draws, rows], nats
   * @param share float32 [rows], what each row counts. Absent: all alike, the mean.
   * @returns what is to be minimised, nats
   */
  loss(logWeights: Tensor, share?: Tensor): Scalar;
}

/** A new one for each step: it holds what its gradient is told. */
export function drawnBound(name: BoundName): DrawnBound {
  if (name === 'dreg') return dreg();
  return { stopsDensity: false, pass: (x) => x, loss: name === 'iwae' ? iwae : drawnElbo };
}
