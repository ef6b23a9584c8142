import type { Dataset } from '../dataset.ts';
import type { Example } from '../example.ts';

/** What came of reading one example. */
export type Outcome =
  | { readonly index: number; readonly example: Example }
  | { readonly index: number; readonly error: unknown };

/** Examples being read at a time, and so in memory. */
const atOnce = 8;
/** Examples after which timers and interrupts get their turn, for sources that never wait. */
const atAStretch = 64;

/**
 * Every example of a dataset in its order, several being read at a time. One that cannot be read is an
 * error in its place, and the next follow.
 *
 * @throws the signal's reason when aborted.
 */
export async function* readAhead(source: Dataset, signal?: AbortSignal): AsyncGenerator<Outcome> {
  const reading: Promise<Outcome>[] = [];
  for (let index = 0; index < source.length + atOnce; index++) {
    signal?.throwIfAborted();
    const due = index - atOnce;
    if (due >= 0 && due % atAStretch === 0) await new Promise((next) => setTimeout(next));
    if (due >= 0 && due < source.length) yield await reading[due % atOnce];
    if (index < source.length) reading[index % atOnce] = outcome(source, index);
  }
}

const outcome = async (source: Dataset, index: number): Promise<Outcome> => {
  try {
    return { index, example: await source.get(index) };
  } catch (error) {
    return { index, error };
  }
};
