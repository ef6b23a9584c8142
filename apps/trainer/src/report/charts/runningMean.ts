/**
 * Mean over a window centred on each value, so that the curve does not lag behind. Near the ends
 * the window shrinks on both sides alike.
 *
 * @param values any length.   @param radius how many values to each side, a whole number from 0.
 */
export function runningMean(values: readonly number[], radius: number): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, i) => {
    const reach = Math.min(radius, i, values.length - 1 - i);
    return (sums[i + reach + 1]! - sums[i - reach]!) / (2 * reach + 1);
  });
}
