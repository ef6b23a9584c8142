import { count } from './bounds.ts';

/** What the loop is told of any method. */
export const loop = {
  /** Steps between two saved states. */
  checkpointEvery: count(1, 1_000_000),
  /** Steps in a row that may be skipped, since their loss or gradient is not finite: 20 unless told otherwise. */
  mostSkipped: count(0, 1_000_000).optional(),
};
