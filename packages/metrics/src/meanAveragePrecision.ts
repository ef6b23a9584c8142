import { type RetrievalOptions, readCorrect } from './correctItems.ts';
import { mean } from './placements.ts';
import { readScores, type ScoreMatrix } from './scores.ts';

/**
 * Mean over queries of average precision: how near the top all correct candidates stand.
 *
 * AP = 1/R · Σ over correct candidates of (correct up to and with it) / (its rank), R of them.
 * Ties count as their expectation over all orders. The mean reciprocal rank when R is 1.
 * @param scores higher is better
 * @returns in 0…1, higher is better
 * @throws TypeError for a NaN; RangeError when shapes or correct items do not hold.
 * @see McSherry & Najork 2008 for ties. Golden values: torchmetrics 1.9.0,
 *   RetrievalMAP.
 */
export function meanAveragePrecision(scores: ScoreMatrix, options: RetrievalOptions = {}): number {
  const read = readScores('meanAveragePrecision', scores);
  const correct = readCorrect('meanAveragePrecision', read, options.correct);
  return mean(
    correct.map((items, q) => {
      const start = q * read.candidates;
      return averagePrecision(read.scores.subarray(start, start + read.candidates), items);
    }),
  );
}

function averagePrecision(row: Float32Array | Float64Array, items: readonly number[]): number {
  const levels = [...new Set(items.map((c) => row[c]))].sort((a, b) => b - a);
  const { equal, between } = countByLevel(row, levels);
  const correct = levels.map((level) => items.filter((c) => row[c] === level).length);
  let sum = 0;
  let ranked = 0;
  let found = 0;
  levels.forEach((_, l) => {
    ranked += between[l];
    sum += precisionOfTies(ranked, found, equal[l], correct[l]);
    ranked += equal[l];
    found += correct[l];
  });
  return sum / items.length;
}

/**
 * Σ over the places of one tie of P(correct here) · E(precision here | correct here), below
 * `ranked` candidates of which `found` are correct.
 */
function precisionOfTies(ranked: number, found: number, tied: number, correct: number): number {
  const others = tied > 1 ? (correct - 1) / (tied - 1) : 0;
  let sum = 0;
  for (let place = 0; place < tied; place++) {
    sum += (found + 1 + place * others) / (ranked + place + 1);
  }
  return (sum * correct) / tied;
}

/** How many scores equal each of the falling levels, and how many lie just above each. */
function countByLevel(
  row: Float32Array | Float64Array,
  levels: readonly number[],
): { equal: Uint32Array; between: Uint32Array } {
  const equal = new Uint32Array(levels.length);
  const between = new Uint32Array(levels.length + 1);
  for (let c = 0; c < row.length; c++) {
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (levels[middle] <= row[c]) high = middle;
      else low = middle + 1;
    }
    if (levels[low] === row[c]) equal[low]++;
    else between[low]++;
  }
  return { equal, between };
}
