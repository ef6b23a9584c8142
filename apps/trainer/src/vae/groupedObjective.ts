import { type Example, type Modality, modalities } from '@xm/data';
import { addN, fold, mul, type Objective, type Scalar } from '@xm/tensor-ops';
import type { VaeBatch } from '@xm/vae';

/** Examples of a batch that have the same modalities, so that nothing is spent on gaps. */
export interface Group {
  readonly batch: VaeBatch;
  readonly rows: number;
}

export interface Groups {
  readonly groups: readonly Group[];
}

/** Examples by the modalities they have, of those that a model knows. */
export function groupsOf(
  examples: readonly Example[],
  known: readonly Modality[],
): { having: Modality[]; examples: Example[] }[] {
  const groups = new Map<string, Example[]>();
  for (const example of examples) {
    const key = known.filter((one) => example[one] !== undefined).join();
    groups.set(key, [...(groups.get(key) ?? []), example]);
  }
  groups.delete('');
  return [...groups.keys()].sort().map((key) => ({
    having: modalities.filter((one) => key.split(',').includes(one)),
    examples: groups.get(key)!,
  }));
}

/** The mean of an objective over all rows, whatever group they stand in; each term over the groups that have it. */
export const groupedObjective =
  (objective: Objective<VaeBatch>): Objective<Groups> =>
  (params, { groups }, rng) => {
    const parts = groups.map(({ batch, rows }, i) => ({
      rows,
      ...objective(params, batch, fold(rng, i)),
    }));
    const mean = (of: readonly { rows: number; value: Scalar }[]): Scalar => {
      const total = of.reduce((sum, { rows }) => sum + rows, 0);
      return addN(of.map(({ rows, value }) => mul(value, rows / total)));
    };
    const names = new Set(parts.flatMap(({ terms }) => Object.keys(terms)));
    const terms = [...names].map((name): [string, Scalar] => [
      name,
      mean(
        parts.flatMap(({ rows, terms: own }) => (own[name] ? [{ rows, value: own[name] }] : [])),
      ),
    ]);
    return {
      loss: mean(parts.map(({ rows, loss }) => ({ rows, value: loss }))),
      terms: Object.fromEntries(terms),
    };
  };
