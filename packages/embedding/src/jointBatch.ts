import { DataError, type Example, type Modality, modalities } from '@xm/data';
import { dispose, type Tensor, tensor, tidy } from '@xm/tensor-ops';
import { agreement } from './targets.ts';
import type { TowerInput } from './towers/tower.ts';
import { type Towers, towerOf } from './towers/towers.ts';

/**
 * A batch as tensors: the input of each modality's tower. A modality that no example has is not there.
 * The caller frees it with `disposeBatch`.
 */
export interface JointBatch extends Partial<Readonly<Record<Modality, TowerInput>>> {
  /**
   * float32 [batch, 1]: 1 for the examples that have the modality, whose rows alone mean something. Not
   * there for a modality that all have.
   */
  readonly present: Partial<Readonly<Record<Modality, Tensor>>>;
  /** float32 [batch, batch]: see `infoNce`. */
  readonly targets: Tensor;
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
    const present: Partial<Record<Modality, Tensor>> = {};
    for (const modality of known) {
      const has = examples.map((example) => Number(example[modality] !== undefined));
      if (!has.includes(1)) continue;
      inputs[modality] = towerOf(towers, modality).collate(examples);
      if (has.includes(0)) present[modality] = tensor(has, [examples.length, 1]);
    }
    return { ...inputs, present, targets: agreement(examples.map(({ text }) => text)) };
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
