/** The sum of a measurement and what it is divided by: all that a mean needs. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
}

export interface Accumulator<Args extends readonly unknown[]> extends Tally {
  /** Takes in a batch, given as to the measurement itself. */
  update(...batch: Args): void;
  /** Takes in what another accumulator, perhaps in another process, has seen. */
  merge(other: Tally): void;
  /** @throws RangeError before the first batch. */
  result(): number;
  reset(): void;
}

/**
 * A measurement over batches, equal to the measurement over all of them at once: sums and counts are added.
 *
 * @param tallyOf what one batch adds: `wordErrors`, `characterErrors`, `exactMatches`
 */
export function tallyAccumulator<Args extends readonly unknown[]>(
  tallyOf: (...batch: Args) => Tally,
): Accumulator<Args> {
  let sum = 0;
  let count = 0;
  const merge = (other: Tally): void => {
    sum += other.sum;
    count += other.count;
  };
  return {
    get sum(): number {
      return sum;
    },
    get count(): number {
      return count;
    },
    update: (...batch: Args) => merge(tallyOf(...batch)),
    merge,
    result(): number {
      if (count > 0) return sum / count;
      throw new RangeError(
        'accumulator: result must follow a batch, got none. Call update or merge first.',
      );
    },
    reset(): void {
      sum = 0;
      count = 0;
    },
  };
}
