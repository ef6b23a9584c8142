import type { Scores } from './scores.ts';

/**
 * Which candidates are right for each query: one list of candidate indices a query, never empty.
 * `'diagonal'` says that query i belongs to candidate i, and to no other.
 */
export type CorrectItems = 'diagonal' | readonly (readonly number[])[];

/** What every measurement of retrieval may be told. */
export interface RetrievalOptions {
  /** `'diagonal'` unless told otherwise. */
  readonly correct?: CorrectItems;
}

/**
 * Correct items from labels: a candidate is right for a query that bears the same label, so many
 * pictures may share one caption.
 *
 * @throws RangeError when a query's label is on no candidate.
 */
export function correctByLabel(
  queryLabels: readonly string[],
  candidateLabels: readonly string[],
): number[][] {
  const byLabel = new Map<string, number[]>();
  candidateLabels.forEach((label, c) => {
    const same = byLabel.get(label);
    if (same) same.push(c);
    else byLabel.set(label, [c]);
  });
  return queryLabels.map((label, q) => {
    const same = byLabel.get(label);
    if (same) return [...same];
    throw new RangeError(
      `correctByLabel: every query needs a candidate of its label, got none for query ${q}, ` +
        `'${label}'. Leave that query out, or add its candidate.`,
    );
  });
}

/**
 * One checked list of candidate indices a query.
 *
 * @param caller the function named in errors
 * @throws RangeError when a list is missing, empty, repeats an index or points outside.
 */
export function readCorrect(
  caller: string,
  { queries, candidates }: Scores,
  correct: CorrectItems = 'diagonal',
): readonly (readonly number[])[] {
  if (correct === 'diagonal') {
    if (queries === candidates) return Array.from({ length: queries }, (_, q) => [q]);
    throw new RangeError(
      `${caller}: without 'correct' the matrix must be square, got ${queries} queries and ` +
        `${candidates} candidates. Pass correct: one list of candidate indices a query.`,
    );
  }
  if (correct.length !== queries) {
    throw new RangeError(
      `${caller}: correct must hold one list a query, got ${correct.length} lists for ` +
        `${queries} queries. Did you mean the other direction of the search?`,
    );
  }
  correct.forEach((items, q) => {
    checkItems(caller, items, q, candidates);
  });
  return correct;
}

function checkItems(caller: string, items: readonly number[], q: number, candidates: number): void {
  if (items.length === 0) {
    throw new RangeError(
      `${caller}: every query must have a correct candidate, got none for query ${q}. ` +
        'Leave that query out: no ranking can answer it.',
    );
  }
  const outside = items.find((c) => !Number.isInteger(c) || c < 0 || c >= candidates);
  if (outside !== undefined) {
    throw new RangeError(
      `${caller}: correct candidates must be whole numbers in 0…${candidates - 1}, ` +
        `got ${outside} for query ${q}. Give positions among the candidates, not ids.`,
    );
  }
  if (new Set(items).size !== items.length) {
    throw new RangeError(
      `${caller}: correct candidates must differ, got [${items.join(', ')}] for query ${q}. ` +
        'Name each candidate once.',
    );
  }
}
