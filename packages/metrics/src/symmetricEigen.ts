/** A = V·diag(values)·Vᵀ */
export interface Eigen {
  /** [n], in no order */
  readonly values: Float64Array;
  /** [n · n], column j belongs to value j; orthonormal */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: each makes one pair of
 * off-diagonal entries zero, until all are as good as zero. About 10 · n³ · 4 operations.
 *
 * @param matrix [n · n], symmetric, finite   @param n rows
 * @see Golub & Van Loan, Matrix Computations, 8.5
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const negligible = 1e-32 * a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < 50 && offDiagonal(a, n) > negligible; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), vectors };
}

/** Σ of the squares above the diagonal. */
function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) sum += a[p * n + q] ** 2;
  }
  return sum;
}

/** A ← JᵀAJ and V ← VJ with the rotation J in the plane (p, q) that makes A[p, q] zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  turn(a, n, { first: p, second: q, step: n }, cosine, sine);
  turn(a, n, { first: p * n, second: q * n, step: 1 }, cosine, sine);
  turn(vectors, n, { first: p, second: q, step: n }, cosine, sine);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

/** Two lines of a matrix, each from its first entry on in steps: columns or rows. */
interface Lines {
  readonly first: number;
  readonly second: number;
  readonly step: number;
}

function turn(
  matrix: Float64Array,
  n: number,
  { first, second, step }: Lines,
  cosine: number,
  sine: number,
): void {
  for (let i = 0, at = first, other = second; i < n; i++, at += step, other += step) {
    const [x, y] = [matrix[at], matrix[other]];
    matrix[at] = cosine * x - sine * y;
    matrix[other] = sine * x + cosine * y;
  }
}
