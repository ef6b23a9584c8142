import { invertLower, type Matrix } from './cholesky.ts';
import type { Component, Mixture } from './mixture.ts';

/**
 * What a normal distribution of [given, drawn] says of what is drawn, given the first dims:
 * N(drawnMean + regression·(given − givenMean), factor·factorᵀ).
 */
export interface Conditional {
  readonly logWeight: number;
  readonly givenMean: Float64Array;
  /** L⁻¹ of the covariance of what is given: |whitening·(given − givenMean)|² is the square in its density. */
  readonly whitening: Matrix;
  readonly drawnMean: Float64Array;
  /** [drawn, given] */
  readonly regression: Matrix;
  /** [drawn, drawn], lower triangular: of the Schur complement, whatever is given. */
  readonly factor: Matrix;
}

/**
 * All components, conditioned on their first `given` dims, in closed form. With the covariance's factor in blocks
 * [[A, 0], [B, C]], A·Aᵀ is the covariance of what is given, B·A⁻¹ the regression, C·Cᵀ the covariance that is left.
 *
 * @param given 0 for nothing: then all dims are drawn
 * @see Bishop 2006, equations 2.81 and 2.82. Golden values: numpy, from covariances.
 */
export const conditionals = ({ dims, components }: Mixture, given: number): Conditional[] =>
  components.map((component) => conditional(component, dims, given));

function conditional({ logWeight, mean, factor }: Component, dims: number, given: number) {
  const drawn = dims - given;
  const block = (from: number, rows: number, at: number, columns: number): Matrix =>
    Float64Array.from(
      { length: rows * columns },
      (_, i) => factor[(from + Math.floor(i / columns)) * dims + at + (i % columns)],
    );
  const whitening = invertLower(block(0, given, 0, given), given);
  const across = block(given, drawn, 0, given);
  const regression = new Float64Array(drawn * given);
  for (let i = 0; i < drawn; i++) {
    for (let j = 0; j < given; j++) {
      let sum = 0;
      for (let k = j; k < given; k++) sum += across[i * given + k] * whitening[k * given + j];
      regression[i * given + j] = sum;
    }
  }
  return {
    logWeight,
    givenMean: mean.slice(0, given),
    whitening,
    drawnMean: mean.slice(given),
    regression,
    factor: block(given, drawn, given, drawn),
  };
}
