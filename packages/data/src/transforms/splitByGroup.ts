import { DataError } from '../dataError.ts';
import { type Dataset, type Description, describe } from '../dataset.ts';
import { random } from '../random/random.ts';
import { checkFractions } from './fractions.ts';
import { select } from './select.ts';

export interface GroupSplitOptions {
  /** The name of a factor, such as 'speaker', or what an example's group is called. */
  readonly by: string | ((example: Description) => string);
  /** The share of each part, positive, 1 in sum: `[0.9, 0.1]`. */
  readonly fractions: readonly number[];
  /** Which of equally large groups goes where depends on it. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Deals whole groups into parts, so that no speaker, artist or film is in two of them. The largest group comes
 * first, each to the part that lacks most, but no part is left empty. So a part is always smaller than its share
 * and the largest group together.
 *
 * Reads every example once, now, its media only where the dataset cannot do without. Examples keep their order.
 *
 * @throws DataError when there are fewer groups than parts, or an example has no such factor. @throws the
 * signal's reason.
 */
export async function splitByGroup(
  source: Dataset,
  options: GroupSplitOptions,
): Promise<Dataset[]> {
  const { fractions, seed } = options;
  checkFractions('splitByGroup', fractions);
  const groups = [...(await groupsOf(source, options)).values()];
  if (groups.length < fractions.length) {
    throw new DataError(
      `splitByGroup: there must be a group for each of the ${fractions.length} parts, ` +
        `there are ${groups.length}. Use fewer parts or smaller groups.`,
    );
  }
  const parts = fractions.map((fraction) => ({
    lacks: fraction * source.length,
    indices: [] as number[],
  }));
  const order = Array.from(random(seed).permutation(groups.length), (i) => groups[i]);
  order.sort((a, b) => b.length - a.length);
  for (const [i, group] of order.entries()) {
    const empty = parts.filter(({ indices }) => indices.length === 0);
    const open = empty.length === order.length - i ? empty : parts;
    const part = open.reduce((most, other) => (other.lacks > most.lacks ? other : most));
    part.lacks -= group.length;
    for (const index of group) part.indices.push(index);
  }
  return parts.map(({ indices }) =>
    select(
      source,
      indices.sort((a, b) => a - b),
    ),
  );
}

/** The indices of each group's examples. */
async function groupsOf(
  source: Dataset,
  { by, signal, onProgress }: GroupSplitOptions,
): Promise<Map<string, number[]>> {
  const groups = new Map<string, number[]>();
  for (let index = 0; index < source.length; index++) {
    signal?.throwIfAborted();
    const example = await describe(source, index);
    const name = typeof by === 'string' ? factorOf(example, by) : by(example);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
    onProgress?.(index + 1, source.length);
  }
  return groups;
}

function factorOf({ id, factors = {} }: Description, name: string): string {
  if (Object.hasOwn(factors, name)) return `${factors[name]}`;
  throw new DataError(
    `splitByGroup: every example must have the factor '${name}', '${id}' has ` +
      `${Object.keys(factors).join(', ') || 'none'}. Filter such examples out, or name another factor.`,
  );
}
