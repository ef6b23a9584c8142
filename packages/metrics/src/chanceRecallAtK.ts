/**
 * Probability that k of `candidates` drawn blindly hold at least one of the correct ones.
 *
 * 1 − C(candidates − correct, k) / C(candidates, k); k / candidates when one is correct.
 * @param k whole number ≥ 0; everything is drawn from k = candidates on
 * @param correct correct candidates a query, 1…candidates
 * @returns in 0…1
 * @throws RangeError when a number is out of range.
 * @see the hypergeometric distribution
 */
export function chanceRecallAtK(k: number, candidates: number, correct = 1): number {
  const whole = [k, candidates, correct].every(Number.isInteger);
  if (!whole || k < 0 || correct < 1 || correct > candidates) {
    throw new RangeError(
      'chanceRecallAtK: must be given whole numbers with k ≥ 0 and 1 ≤ correct ≤ candidates, ' +
        `got k ${k}, candidates ${candidates}, correct ${correct}. Count the candidates again.`,
    );
  }
  // The ratio is the same with k and correct exchanged, so the shorter product serves.
  const factors = Math.min(k, correct);
  const drawn = Math.max(k, correct);
  let missed = 1;
  for (let i = 0; i < factors && missed > 0; i++) {
    missed *= Math.max(0, candidates - drawn - i) / (candidates - i);
  }
  return 1 - missed;
}
