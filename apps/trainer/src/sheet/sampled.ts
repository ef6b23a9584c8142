import { type Dataset, type Inspection, type Place, random } from '@xm/data';

/**
 * Places of good examples drawn at random, equally many of each dataset where it has them: one of each,
 * then another of each, so that any first few are drawn as fairly as all.
 *
 * @param datasets as `inspect` was given them, one of them alone without its name
 * @param most about how many
 */
export function sampled(
  datasets: Readonly<Record<string, Dataset>>,
  { bad }: Inspection,
  most: number,
  seed: number,
): Place[] {
  const all = Object.entries(datasets);
  const drawn = all.map(([name, { length }]): Place[] => {
    const ofIt = bad.items.filter(({ split }) => all.length === 1 || split === name);
    const without = new Set(ofIt.map(({ index }) => index));
    const good = random(seed)
      .permutation(length)
      .filter((index) => !without.has(index));
    return Array.from(good.slice(0, Math.ceil(most / all.length)), (index) =>
      all.length === 1 ? { index } : { split: name, index },
    );
  });
  const rounds = Math.max(...drawn.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    drawn.flatMap((places) => places.slice(round, round + 1)),
  ).flat();
}
