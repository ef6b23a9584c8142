/** A square matrix of side n, row by row, in double precision. */
export type Matrix = Float64Array;

/**
 * L with L·Lᵀ = matrix, lower triangular: undefined when the matrix is not positive definite.
 *
 * @param matrix [n, n], symmetric: its upper half is not read
 */
export function cholesky(matrix: Matrix, n: number): Matrix | undefined {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j];
      for (let k = 0; k < j; k++) rest -= factor[i * n + k] * factor[j * n + k];
      if (i > j) factor[i * n + j] = rest / factor[j * n + j];
      else if (rest > 0) factor[i * n + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/** Puts x with L·x = b into `into`, which may be `b` itself, by substitution. */
export function solveLower(factor: Matrix, n: number, b: Float64Array, into: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let rest = b[i];
    for (let k = 0; k < i; k++) rest -= factor[i * n + k] * into[k];
    into[i] = rest / factor[i * n + i];
  }
}

/** L⁻¹, lower triangular, too. */
export function invertLower(factor: Matrix, n: number): Matrix {
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(factor, n, column, column);
    for (let i = j; i < n; i++) inverse[i * n + j] = column[i];
  }
  return inverse;
}
