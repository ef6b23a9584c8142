export { allclose, expectClose, type Tolerance, type Verdict } from './allclose.ts';
export type { Case, Input } from './conformance/case.ts';
export { type Check, checksOf, type Row } from './conformance/check.ts';
export { conformanceChecks, runConformance } from './conformance/runConformance.ts';
export {
  assertAsExpected,
  type Shortcoming,
  shortcomingsOfCore,
} from './conformance/shortcomings.ts';
export { summarize } from './conformance/summarize.ts';
export { cases as conformanceCases } from './conformance/table.ts';
export {
  type GradientCheckOptions,
  gradientsMatchFiniteDifferences,
} from './gradientsMatchFiniteDifferences.ts';
export { leaksNothing } from './leaksNothing.ts';
export type { Plain } from './reference/plain.ts';
