/** How well each query fits each candidate: higher is better. */
export interface Scores {
  /** [queries · candidates], row by row */
  readonly scores: Float32Array | Float64Array;
  readonly queries: number;
  readonly candidates: number;
}

/** Scores as a flat matrix, or as one list of candidate scores a query. */
export type ScoreMatrix = Scores | readonly (readonly number[])[];

/**
 * The flat form of a score matrix, checked. Infinities may stand: −∞ rules a candidate out.
 *
 * @param caller the function named in errors
 * @throws TypeError for a NaN or a missing number; RangeError when the shape does not hold.
 */
export function readScores(caller: string, matrix: ScoreMatrix): Scores {
  const result = 'scores' in matrix ? matrix : flatten(caller, matrix);
  const { scores, queries, candidates } = result;
  if (!isCount(queries) || !isCount(candidates)) {
    throw new RangeError(
      `${caller}: scores must have at least one query and one candidate, ` +
        `got ${queries} and ${candidates}. Measure a set that is not empty.`,
    );
  }
  if (scores.length !== queries * candidates) {
    throw new RangeError(
      `${caller}: ${queries} queries × ${candidates} candidates need ${queries * candidates} ` +
        `scores, got ${scores.length}. Give the whole matrix, row by row.`,
    );
  }
  const at = indexOfNaN(scores);
  if (at >= 0) {
    throw new TypeError(
      `${caller}: scores must be numbers, got NaN for query ${Math.floor(at / candidates)}, ` +
        `candidate ${at % candidates}. Look for a division by zero or a diverged model upstream.`,
    );
  }
  return result;
}

function flatten(caller: string, rows: readonly (readonly number[])[]): Scores {
  const queries = rows.length;
  const candidates = rows[0]?.length ?? 0;
  // Doubles: rounding to float32 could tie scores that differ.
  const scores = new Float64Array(queries * candidates);
  rows.forEach((row, q) => {
    if (row.length !== candidates) {
      throw new RangeError(
        `${caller}: every query must have as many scores, got ${candidates} for query 0 and ` +
          `${row.length} for query ${q}. Use -Infinity for a candidate that is ruled out.`,
      );
    }
    scores.set(row, q * candidates);
  });
  return { scores, queries, candidates };
}

function indexOfNaN(values: Float32Array | Float64Array): number {
  // NaN alone is not ≥ −∞; a comparison is quicker than a call.
  const least = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (!(values[i] >= least)) return i;
  return -1;
}

const isCount = (value: number): boolean => Number.isInteger(value) && value > 0;
