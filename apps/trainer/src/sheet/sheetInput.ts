import type { Dataset, Example, Inspection, Place } from '@xm/data';

/** All that a contact sheet is made of. */
export interface SheetInput {
  /** As the user named them. */
  readonly sources: readonly string[];
  /** By the names of their splits. */
  readonly datasets: Readonly<Record<string, Dataset>>;
  /** What `inspect` said of them. */
  readonly found: Inspection;
  readonly signal: AbortSignal;
}

/** Reads the example at a place. */
export type Read = (place: Place) => Promise<Example>;

/** Reads where `inspect` says an example stands: of one dataset alone, `split` is a factor. */
export function reader({ datasets, signal }: SheetInput): Read {
  const all = Object.values(datasets);
  return ({ split = '', index }) => {
    signal.throwIfAborted();
    return (all.length === 1 ? all[0] : datasets[split]).get(index);
  };
}
