import type { Cursor, Example } from '@xm/data';

/** For a learner whose batches depend on the step alone: there is nothing to wait for. */
export async function* stepsFrom({ epoch, position }: Cursor): AsyncGenerator<{
  readonly examples: readonly Example[];
  readonly cursor: Cursor;
}> {
  for (let at = position + 1; ; at++) yield { examples: [], cursor: { epoch, position: at } };
}
