/** The terms of a step as numbers. Terms that not every step has (`r1`) may be missing. */
export type GanTerms = Readonly<Record<string, number>>;

/** A game that cannot go on: one of its terms is not a number any more, or out of all proportion. */
export class GanDiverged extends Error {
  override readonly name = 'GanDiverged';
  constructor(
    readonly term: string,
    readonly value: number,
    readonly step: number,
  ) {
    super(
      `${term} must stay a finite number of moderate size, got ${value} at step ${step}. Go back to a saved state, ` +
        'with a lower rate for the critic, a higher gamma for R1, or spectral norm.',
    );
  }
}

/** Losses are of the size of 1, norms of 10: what is beyond does not come back. */
const beyond = 1e5;

/** The first term that is no finite number, or beyond ±100,000. */
export const divergedTerm = (terms: GanTerms): [term: string, value: number] | undefined =>
  // NaN fails every comparison.
  Object.entries(terms).find(([, value]) => !(Math.abs(value) <= beyond));

/**
 * For a loop, after it has read the terms of a step and before it saves what came of it.
 *
 * @throws GanDiverged naming the term, its value and the step.
 */
export function assertNotDiverged(terms: GanTerms, step: number): void {
  const found = divergedTerm(terms);
  if (found) throw new GanDiverged(...found, step);
}
