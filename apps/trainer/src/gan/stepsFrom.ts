import type { Cursor, Example } from '@xm/data';
import { type Rng, randomBits } from '@xm/tensor-ops';

/** For a learner whose batches depend on the step alone: there is nothing to wait for. */
export async function* stepsFrom({ epoch, position }: Cursor): AsyncGenerator<{
  readonly examples: readonly Example[];
  readonly cursor: Cursor;
}> {
  for (let at = position + 1; ; at++) yield { examples: [], cursor: { epoch, position: at } };
}

/** So many of them, by chance, one perhaps several times. */
export const drawn = <Item>(items: readonly Item[], count: number, rng: Rng): Item[] =>
  Array.from(randomBits(rng, count), (word) => items[word % items.length]);
