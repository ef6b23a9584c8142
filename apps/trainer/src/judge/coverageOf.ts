import { expectedCoverage, precisionRecallDensityCoverage, type Vectors } from '@xm/metrics';

/** The coverage of some real ones, and what a perfect generator gets on average with as many. */
export interface CoverageOf {
  readonly value: number;
  readonly expected: number;
}

/** How many of `real` have one of `made` beside them. */
export const coverageOf = (real: Vectors, made: Vectors): CoverageOf => ({
  value: precisionRecallDensityCoverage(real, made).coverage,
  expected: expectedCoverage(real.count, made.count),
});
