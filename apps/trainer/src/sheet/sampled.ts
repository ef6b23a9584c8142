import { type Dataset, type Inspection, type Place, random } from '@xm/data';

/**
 * Places of good examples drawn at random, equally many of each dataset where it has them, in order.
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
  return all.flatMap(([name, { length }]): Place[] => {
    const ofIt = bad.items.filter(({ split }) => all.length === 1 || split === name);
    const without = new Set(ofIt.map(({ index }) => index));
    const good = random(seed)
      .permutation(length)
      .filter((index) => !without.has(index));
    return Array.from(good.slice(0, Math.ceil(most / all.length)).sort(), (index) =>
      all.length === 1 ? { index } : { split: name, index },
    );
  });
}
