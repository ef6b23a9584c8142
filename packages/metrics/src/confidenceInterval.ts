/**
 * Wilson's interval for a fraction of yes among `count` answers: where the true fraction lies in 95 % of
 * all such measurements, or so.
 *
 * (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Unlike a bootstrap it needs no random numbers and
 * keeps its width where all answers are yes.
 * @param p in 0…1, the fraction that was measured   @param count answers, ≥ 1
 * @param z standard normal quantile, 1.96 (95 %) unless told otherwise
 * @throws RangeError when a number is out of range.
 * @see Wilson 1927; Agresti & Coull 1998. Golden values: scipy 1.17.1, binomtest().proportion_ci.
 */
export function confidenceInterval(
  p: number,
  count: number,
  z = 1.959963984540054,
): readonly [low: number, high: number] {
  if (!(p >= 0 && p <= 1) || !Number.isInteger(count) || count < 1 || !(z >= 0)) {
    throw new RangeError(
      'confidenceInterval: p must be in 0…1, count a whole number from 1 and z at least 0, ' +
        `got ${p}, ${count} and ${z}. Give a fraction and how many answers it is of.`,
    );
  }
  const spread = (z * z) / count;
  const middle = p + spread / 2;
  const half = z * Math.sqrt((p * (1 - p)) / count + spread / (4 * count));
  const whole = 1 + spread;
  // Rounding could leave 0…1 where all answers are the same.
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
