import { matMul, ShapeError, tensor, tidy } from '@xm/tensor-ops';
import type { Vectors } from './embed.ts';

/** How well each query fits each candidate: higher is better. */
export interface Scores {
  /** float32 [queries · candidates] */
  readonly scores: Float32Array;
  readonly queries: number;
  readonly candidates: number;
}

/**
 * Dot products of every query with every candidate; cosines, when both are of unit length.
 *
 * @throws ShapeError when their dims differ.
 */
export async function similarities(queries: Vectors, candidates: Vectors): Promise<Scores> {
  if (queries.dim !== candidates.dim) {
    throw new ShapeError(
      `similarities: both sides must have one dim, got ${queries.dim} and ${candidates.dim}. ` +
        'Embed both with the same space.',
    );
  }
  const product = tidy(() => {
    const a = tensor(queries.values, [queries.count, queries.dim]);
    const b = tensor(candidates.values, [candidates.count, candidates.dim]);
    return matMul(a as never, b as never, false, true);
  });
  const scores = (await product.data()) as Float32Array;
  product.dispose();
  return { scores, queries: queries.count, candidates: candidates.count };
}

/** The same scores asked from the other side. */
export function transposed({ scores, queries, candidates }: Scores): Scores {
  const turned = new Float32Array(scores.length);
  for (let q = 0; q < queries; q++) {
    for (let c = 0; c < candidates; c++) turned[c * queries + q] = scores[q * candidates + c];
  }
  return { scores: turned, queries: candidates, candidates: queries };
}
