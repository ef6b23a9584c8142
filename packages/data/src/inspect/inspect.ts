import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import type { Inspection } from './inspection.ts';
import { readAhead } from './readAhead.ts';
import { Tally } from './tally.ts';

export interface InspectOptions {
  /** What to do with an example that cannot be had: stop, or list it and go on. 'throw' by default. */
  readonly onBad?: 'throw' | 'skip';
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** A dataset, or several by name: `{ train, test }`. */
export type Splits = Dataset | Readonly<Record<string, Dataset>>;

/**
 * Reads every example once, several at a time, and says what is in a dataset. Nothing is dropped unsaid:
 * each example is counted as good or listed as bad. Of several datasets it says the whole and what differs,
 * and what is in more than one of them.
 *
 * Besides the list of bad ones it needs some 40 bytes an example, to find duplicates.
 *
 * @throws DataError at the first bad example, unless `onBad` is 'skip'; the signal's reason when aborted.
 */
export async function inspect(source: Splits, options: InspectOptions = {}): Promise<Inspection> {
  const { onBad = 'throw', signal, onProgress } = options;
  const datasets = datasetsOf(source);
  const total = datasets.reduce((sum, { dataset }) => sum + dataset.length, 0);
  const tally = new Tally(total);
  for (const { split, dataset } of datasets) {
    for await (const outcome of readAhead(dataset, signal)) {
      const place = { ...(split === undefined ? {} : { split }), index: outcome.index };
      if ('example' in outcome) tally.addGood(place, outcome.example);
      else if (onBad === 'skip' && outcome.error instanceof DataError) {
        tally.addBad(place, outcome.error.message);
      } else throw outcome.error;
      onProgress?.(tally.seen, total);
    }
  }
  return tally.result();
}

/** The datasets of `source` with their names; one alone has none. */
const datasetsOf = (source: Splits): readonly { split?: string; dataset: Dataset }[] =>
  isDataset(source)
    ? [{ dataset: source }]
    : Object.entries(source).map(([split, dataset]) => ({ split, dataset }));

const isDataset = (source: Splits): source is Dataset => typeof source.get === 'function';
