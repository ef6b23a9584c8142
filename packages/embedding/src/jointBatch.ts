import {
  DataError,
  type Example,
  type GapNumbers,
  gapsOf,
  type Modality,
  modalities,
} from '@xm/data';
import { dispose, type Tensor, tidy } from '@xm/tensor-ops';
import { agreement } from './targets.ts';
import { tensorOf } from './towers/tensorOf.ts';
import type { TowerInput } from './towers/tower.ts';
import { type Towers, towerOf } from './towers/towers.ts';

/**
 * A batch as tensors: the input of each modality's tower, a row for each example that has it, so that
 * nothing is spent on gaps. A modality that no example has is not there. The caller frees it with
 * `disposeBatch`.
 */
export interface JointBatch extends Partial<Readonly<Record<Modality, TowerInput>>> {
  /** Where the rows of a modality belong. Not there for a modality that all examples have. */
  readonly gaps: Partial<Readonly<Record<Modality, Gaps>>>;
  /** float32 [batch, batch]: see `infoNce`. */
  readonly targets: Tensor;
}

/** Of a modality that some examples of a batch lack. */
export interface Gaps {
  /** float32 [batch, 1]: 1 for the examples that have it */
  readonly present: Tensor;
  /** float32 [batch, rows]: 1 where that row of the input is of that example; its columns sum to 1 */
  readonly places: Tensor;
}

/**
 * Examples with any of the modalities. Equal texts are taken to match each other's pictures, sounds and
 * videos.
 *
 * @throws DataError when no example has two modalities, so that there is nothing to compare.
 */
export function collate(towers: Towers, examples: readonly Example[]): JointBatch {
  const known = modalities.filter((modality) => modality in towers);
  assertComparable(known, examples);
  const build = (): JointBatch => {
    const inputs: Partial<Record<Modality, TowerInput>> = {};
    const gaps: Partial<Record<Modality, Gaps>> = {};
    for (const modality of known) {
      const has = examples.map((example) => example[modality] !== undefined);
      const having = examples.filter((_, i) => has[i]);
      if (having.length === 0) continue;
      inputs[modality] = towerOf(towers, modality).collate(having);
      if (having.length < examples.length) gaps[modality] = tensorsOf(gapsOf(has));
    }
    return { ...inputs, gaps, targets: agreement(examples.map(({ text }) => text)) };
  };
  // Within tidy nothing is left when an example cannot be used.
  return tidy(build as () => never);
}

export const disposeBatch = (batch: JointBatch): void => dispose(batch as never);

function assertComparable(known: readonly Modality[], examples: readonly Example[]): void {
  const has = (example: Example): Modality[] => known.filter((one) => example[one] !== undefined);
  if (examples.some((example) => has(example).length > 1)) return;
  const [first] = examples;
  const found = first ? `'${first.id}' has ${has(first).join() || 'none'}` : 'there is no example';
  throw new DataError(
    `collate: an example of the batch must have two of ${known.join(', ')}; ${found}. ` +
      'Filter out examples with less than two: nothing is learned from them.',
  );
}

const tensorsOf = ({ present, places }: GapNumbers): Gaps => ({
  present: tensorOf(present),
  places: tensorOf(places),
});
