import type { Row } from './check.ts';

/** Rows that are known not to pass, and why. */
export interface Shortcoming {
  /** Matches the names of the rows. */
  readonly rows: RegExp;
  readonly reason: string;
}

/** What tfjs-core 4.22 lacks or gets wrong itself, on whichever backend. */
export const shortcomingsOfCore: readonly Shortcoming[] = [
  { rows: /^einsum.*gradient/, reason: 'core has no gradient for einsum' },
  { rows: /^depthToSpace.*gradient/, reason: 'core has no gradient for depthToSpace' },
  {
    rows: /^conv2d .*dilations.*gradient/,
    reason: 'core has no gradient for dilated convolutions',
  },
  {
    rows: /^squaredDifference (?!\[3,5\] \[3,5\]).*gradient/,
    reason: 'core does not sum the gradient over broadcast axes',
  },
  {
    rows: /^cumsum .*axis 0.*gradient/,
    reason: 'core transposes the gradient by the wrong permutation unless the axis is the last',
  },
];

/** Whether a row came out as the list says: known ones do not pass (or leave the list), others do. */
const asExpected = (row: Row, known: readonly Shortcoming[]): boolean =>
  (row.status === 'ok') !== known.some(({ rows }) => rows.test(row.case));

/** @throws Error with the row's reason when it did not come out as the list says. */
export function assertAsExpected(row: Row, known: readonly Shortcoming[]): void {
  if (asExpected(row, known)) return;
  throw new Error(row.reason ?? 'passes now: take it off the list of known shortcomings');
}
