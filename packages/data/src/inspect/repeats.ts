import type { Place } from './places.ts';

/** Examples of which one modality has the same content. */
export interface RepeatedContent {
  readonly count: number;
  /** How many of them are in which split; empty when nothing is known of splits. */
  readonly splits: Readonly<Record<string, number>>;
  /** The first ten, and the first of each split. */
  readonly places: readonly Place[];
}

export interface Repeats {
  /** How many different contents there are. */
  readonly different: number;
  /** Examples with the content of one before them. */
  readonly repeated: number;
  /** Examples whose content is in another split too: what is tested with was seen in training. */
  readonly acrossSplits: number;
  /** A hundred at most: first those across splits, then the largest. */
  readonly contents: readonly RepeatedContent[];
}

const mostContents = 100;
const mostPlaces = 10;

interface Group {
  count: number;
  readonly splits: Map<string, number>;
  readonly places: Place[];
}

/**
 * Which of `hashes` come more than once. Two examples of one hash are taken for the same; 0 stands where an
 * example lacks the modality. Needs 8 bytes a hash besides, and memory for what is repeated.
 *
 * @param placeOf where the example at a position stands
 */
export function repeats(hashes: BigUint64Array, placeOf: (position: number) => Place): Repeats {
  const sorted = hashes.slice().sort();
  const twice = new Set<bigint>();
  let [different, repeated] = [0, 0];
  for (let i = 0; i < sorted.length; i++) {
    if (sorted[i] === 0n) continue;
    if (i === 0 || sorted[i] !== sorted[i - 1]) different++;
    else {
      repeated++;
      twice.add(sorted[i]);
    }
  }
  const groups = new Map<bigint, Group>();
  for (let position = 0; position < hashes.length; position++) {
    const hash = hashes[position];
    if (!twice.has(hash)) continue;
    const group = groups.get(hash) ?? { count: 0, splits: new Map(), places: [] };
    groups.set(hash, group);
    addTo(group, placeOf(position));
  }
  const all = [...groups.values()];
  const crossing = all.filter(({ splits }) => splits.size > 1);
  const order = (a: Group, b: Group): number =>
    Number(b.splits.size > 1) - Number(a.splits.size > 1) || b.count - a.count;
  return {
    different,
    repeated,
    acrossSplits: crossing.reduce((sum, { count }) => sum + count, 0),
    contents: all
      .sort(order)
      .slice(0, mostContents)
      .map((group) => ({ ...group, splits: Object.fromEntries(group.splits) })),
  };
}

function addTo(group: Group, place: Place): void {
  const { split } = place;
  const before = split === undefined ? 0 : (group.splits.get(split) ?? 0);
  group.count++;
  if (split !== undefined) group.splits.set(split, before + 1);
  const firstOfSplit = split !== undefined && before === 0;
  if (group.places.length < mostPlaces || firstOfSplit) group.places.push(place);
}
