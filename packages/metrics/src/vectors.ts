/** Vectors of one length in a row, such as features of pictures. */
export interface Vectors {
  /** [count · dim] */
  readonly values: Float32Array | Float64Array;
  readonly count: number;
  readonly dim: number;
}

/**
 * @param least how many vectors there must be
 * @throws RangeError when shapes do not hold; TypeError for a number that is not finite.
 */
export function checkVectors(caller: string, name: string, vectors: Vectors, least: number): void {
  const { values, count, dim } = vectors;
  if (!Number.isInteger(count) || !Number.isInteger(dim) || count < least || dim < 1) {
    throw new RangeError(
      `${caller}: '${name}' must have at least ${least} vectors of one number or more, ` +
        `got ${count} of ${dim}. Measure a larger set.`,
    );
  }
  if (values.length !== count * dim) {
    throw new RangeError(
      `${caller}: ${count} vectors of ${dim} need ${count * dim} numbers in '${name}', got ` +
        `${values.length}. Give them all, one vector after the other.`,
    );
  }
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new TypeError(
      `${caller}: '${name}' must be finite numbers, got ${values[at]} in vector ${Math.floor(at / dim)}. ` +
        'Look for a division by zero or a diverged model upstream.',
    );
  }
}

/** @throws RangeError unless both have vectors of one length. */
export function checkSameDim(caller: string, a: Vectors, b: Vectors): void {
  if (a.dim === b.dim) return;
  throw new RangeError(
    `${caller}: both sets must have vectors of one length, got ${a.dim} and ${b.dim}. ` +
      'Take the features of one model.',
  );
}
