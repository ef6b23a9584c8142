import {
  add,
  div,
  eye,
  matMul,
  maximum,
  mul,
  sqrt,
  square,
  sum,
  type Tensor,
  tidy,
} from '../ops.ts';
import { hasFused, runFused } from './fusedKernel.ts';

/**
 * About U·Vᵀ, where U·S·Vᵀ is the matrix x: its singular values become 0.68 to 1.2, but those below 0.003
 * of its Frobenius norm, which stay below that. In one kernel where the backend has one.
 *
 * Newton and Schulz's rounds x ← (a + bG + cG²)·x of G = x·xᵀ commute with G, so that they are collected
 * in Q and turn x but once, at the end: Q ← B·Q and G ← B·G·B of B = a + bG + cG². These matrices are
 * square, as large as the smaller side of x.
 *
 * @param x float32 [rows, columns]   @returns of the same shape; zeros of zeros
 * @see Jordan et al. 2024, with its a, b and c
 */
export function orthogonalise(x: Tensor): Tensor {
  if (hasFused('orthogonalise')) return runFused('orthogonalise', { x })[0];
  return tidy(() => {
    const [rows, columns] = x.shape;
    const isTall = rows > columns;
    const side = Math.min(rows, columns);
    const norm = maximum(sqrt(sum(square(x))), newtonSchulz.tiny);
    const unit = div(x, norm);
    const one = eye(side);
    let gram: Tensor = matMul(unit, unit, isTall, !isTall);
    let turn: Tensor = one;
    for (let round = 0; round < newtonSchulz.rounds; round++) {
      const [a, b, c] = newtonSchulz.quintic;
      const bend = add(add(mul(one, a), mul(gram, b)), mul(matMul(gram, gram), c));
      turn = matMul(bend, turn);
      gram = matMul(matMul(bend, gram), bend);
    }
    return isTall ? matMul(unit, turn) : matMul(turn, unit);
  });
}

/** Of Newton and Schulz's rounds. */
export const newtonSchulz = {
  /** a, b and c of ax + bx³ + cx⁵, which takes what is in 0.003…1 to 0.68…1.2 in five rounds. */
  quintic: [3.4445, -4.775, 2.0315],
  /** More would let G's rounding grow where x is singular. */
  rounds: 5,
  /** What the norm of x is at least where x is divided by it. */
  tiny: 1e-7,
} as const;
