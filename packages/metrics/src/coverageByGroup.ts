import { expectedCoverage } from './expectedCoverage.ts';
import { distancesFrom, neighbourRadii } from './neighbours.ts';
import { checkPairs } from './pairs.ts';
import { checkNeighbours, type NeighbourOptions } from './precisionRecallDensityCoverage.ts';
import { checkSameDim, checkVectors, type Vectors } from './vectors.ts';

export interface GroupCoverage {
  /** Real vectors with a generated one of their group in their ball, 0…1, higher is better. */
  readonly coverage: number;
  /** What a perfect generator gets with as many, on average: `expectedCoverage`. */
  readonly expected: number;
  /** Groups that were measured. */
  readonly groups: number;
  /** Groups with k real ones or less, or with nothing generated. */
  readonly leftOut: number;
}

/**
 * Coverage within groups, such as pictures of one caption: whether all that a caption leaves open is made.
 *
 * A generator with one picture for each caption may look varied as a whole; here it is near 0. The balls are
 * those of the group's own real vectors, and every real vector weighs as much.
 * @param groups the group of each vector
 * @throws RangeError when no group can be measured, k, lists or shapes do not hold; TypeError for what is
 *   not finite.
 */
export function coverageByGroup(
  real: Vectors,
  generated: Vectors,
  groups: { readonly real: readonly string[]; readonly generated: readonly string[] },
  { k = 5 }: NeighbourOptions = {},
): GroupCoverage {
  const caller = 'coverageByGroup';
  checkNeighbours(caller, k);
  checkVectors(caller, 'real', real, 1);
  checkVectors(caller, 'generated', generated, 1);
  checkSameDim(caller, real, generated);
  checkPairs(caller, { length: real.count }, groups.real, ['real vectors', 'their groups']);
  checkPairs(caller, { length: generated.count }, groups.generated, [
    'generated vectors',
    'their groups',
  ]);
  const realRows = rowsByGroup(groups.real);
  const generatedRows = rowsByGroup(groups.generated);
  const names = new Set([...realRows.keys(), ...generatedRows.keys()]);
  let [covered, expected, counted, measured] = [0, 0, 0, 0];
  for (const name of names) {
    const inGroup = realRows.get(name) ?? [];
    const made = generatedRows.get(name) ?? [];
    if (inGroup.length <= k || made.length === 0) continue;
    covered += countCovered(taken(real, inGroup), taken(generated, made), k);
    expected += inGroup.length * expectedCoverage(inGroup.length, made.length, k);
    counted += inGroup.length;
    measured++;
  }
  if (measured === 0) {
    throw new RangeError(
      `${caller}: a group must have more than ${k} real vectors and a generated one, got none among ` +
        `${names.size}. Measure a larger set.`,
    );
  }
  return {
    coverage: covered / counted,
    expected: expected / counted,
    groups: measured,
    leftOut: names.size - measured,
  };
}

function countCovered(real: Vectors, generated: Vectors, k: number): number {
  const radii = neighbourRadii(real, k);
  const distances = new Float64Array(generated.count);
  let covered = 0;
  for (let i = 0; i < real.count; i++) {
    distancesFrom(real, i, generated, distances);
    if (distances.some((distance) => distance < radii[i])) covered++;
  }
  return covered;
}

function rowsByGroup(groups: readonly string[]): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  groups.forEach((group, row) => {
    const known = rows.get(group);
    if (known) known.push(row);
    else rows.set(group, [row]);
  });
  return rows;
}

function taken({ values, dim }: Vectors, rows: readonly number[]): Vectors {
  const result = new Float64Array(rows.length * dim);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * dim, (row + 1) * dim), i * dim);
  });
  return { values: result, count: rows.length, dim };
}
