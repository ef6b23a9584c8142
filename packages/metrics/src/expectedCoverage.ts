/**
 * Coverage of a perfect generator, on average: 1 − Π over j = 1…k of (real − j) / (real + generated − j).
 *
 * A real vector is missed when, of all others in the order of their distance, the first k are real. About
 * 1 − 2⁻ᵏ for sets of one size.
 * @param real, generated how many there are   @param k 5 unless told otherwise
 * @throws RangeError when a number is out of range.
 * @see Naeem et al. 2020, equation 8
 */
export function expectedCoverage(real: number, generated: number, k = 5): number {
  const whole = [real, generated, k].every(Number.isInteger);
  if (!whole || k < 1 || real <= k || generated < 0) {
    throw new RangeError(
      'expectedCoverage: must be given whole numbers with real > k ≥ 1 and generated ≥ 0, ' +
        `got real ${real}, generated ${generated}, k ${k}. Count the vectors again.`,
    );
  }
  let missed = 1;
  for (let j = 1; j <= k; j++) missed *= (real - j) / (real + generated - j);
  return 1 - missed;
}
