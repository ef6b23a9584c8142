import { distancesFrom, neighbourRadii } from './neighbours.ts';
import { checkSameDim, checkVectors, type Vectors } from './vectors.ts';

export interface NeighbourOptions {
  /** Which nearest neighbour bounds a vector's ball, 5 unless told otherwise. */
  readonly k?: number;
}

export interface Fidelity {
  /** Generated that lie in the ball of a real one: does it look real? 0…1 */
  readonly precision: number;
  /** Real that lie in the ball of a generated one: can everything be made? 0…1 */
  readonly recall: number;
  /** Balls of real ones that a generated one lies in, over k; about 1 for a perfect generator, can be more. */
  readonly density: number;
  /** Real with a generated one in their ball: is everything made? 0…1 */
  readonly coverage: number;
}

/**
 * Whether generated things look real, and are as manifold, from the features of both. A vector's ball reaches
 * to, and not as far as, its k-th nearest neighbour in its own set.
 *
 * Time O(dim · (real + generated)²): seconds for a few thousand.
 * @returns all better when higher. A perfect generator gets a density of 1 on average, and a coverage of
 *   `expectedCoverage`; one far off gets 0 throughout. Precision and recall have no figure of their own for a
 *   perfect generator: measure other real things as if they were generated.
 * @throws RangeError when a set has k vectors or less, k or shapes do not hold; TypeError for what is not
 *   finite.
 * @see Kynkäänniemi et al. 2019 (precision, recall); Naeem et al. 2020 (density, coverage).
 *   Golden values: their formulas over numpy 2.4.6.
 */
export function precisionRecallDensityCoverage(
  real: Vectors,
  generated: Vectors,
  { k = 5 }: NeighbourOptions = {},
): Fidelity {
  const caller = 'precisionRecallDensityCoverage';
  checkNeighbours(caller, k);
  checkVectors(caller, 'real', real, k + 1);
  checkVectors(caller, 'generated', generated, k + 1);
  checkSameDim(caller, real, generated);
  const realRadii = neighbourRadii(real, k);
  const generatedRadii = neighbourRadii(generated, k);
  const distances = new Float64Array(real.count);
  const isRecalled = new Uint8Array(real.count);
  const isCovered = new Uint8Array(real.count);
  let precise = 0;
  let balls = 0;
  for (let j = 0; j < generated.count; j++) {
    distancesFrom(generated, j, real, distances);
    const before = balls;
    for (let i = 0; i < real.count; i++) {
      if (distances[i] < generatedRadii[j]) isRecalled[i] = 1;
      if (distances[i] >= realRadii[i]) continue;
      isCovered[i] = 1;
      balls++;
    }
    if (balls > before) precise++;
  }
  return {
    precision: precise / generated.count,
    recall: ones(isRecalled) / real.count,
    density: balls / (k * generated.count),
    coverage: ones(isCovered) / real.count,
  };
}

const ones = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

export function checkNeighbours(caller: string, k: number): void {
  if (Number.isInteger(k) && k >= 1) return;
  throw new RangeError(`${caller}: k must be a whole number from 1, got ${k}. 5 is usual.`);
}
