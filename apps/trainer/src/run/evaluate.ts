import { type Modality, modalities } from '@xm/data';
import { similarities } from '@xm/embedding';
import { correctByLabel, retrievalReport } from '@xm/metrics';
import { directionName } from './directionName.ts';
import type { Embedded, Gallery } from './embedHeldOut.ts';

/** One direction of retrieval, the figures of metrics.json. */
export interface DirectionMetrics {
  readonly queries: number;
  readonly candidates: number;
  readonly 'recall@1': number;
  readonly 'recall@5': number;
  readonly 'recall@10': number;
  readonly medianRank: number;
  readonly meanRank: number;
  /** What a random ranking would get. */
  readonly chance: {
    readonly 'recall@1': number;
    readonly 'recall@5': number;
    readonly 'recall@10': number;
    readonly medianRank: number;
  };
}

/** By direction: `imageToText`, or as the data calls its modalities. */
export type Recall = Readonly<Record<string, DirectionMetrics>>;

/**
 * Retrieval between every two modalities, both ways: each query among all candidates there are, right when
 * the class is exactly its own. What has no candidate of its class is not asked.
 */
export async function evaluate(
  embedded: Embedded,
  names: Partial<Readonly<Record<Modality, string>>> = {},
): Promise<Recall> {
  const recall: Record<string, DirectionMetrics> = {};
  const known = modalities.filter((modality) => modality in embedded);
  const nameOf = (modality: Modality): string => names[modality] ?? modality;
  for (const a of known) {
    for (const b of known.slice(known.indexOf(a) + 1)) {
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const) {
        const figures = await direction(embedded[from]!, embedded[to]!);
        if (figures) recall[directionName(nameOf(from), nameOf(to))] = figures;
      }
    }
  }
  return recall;
}

async function direction(from: Gallery, to: Gallery): Promise<DirectionMetrics | undefined> {
  const answerable = new Set(to.classes);
  const rows = Array.from(from.classes.keys()).filter((row) => answerable.has(from.classes[row]));
  if (rows.length === 0) return undefined;
  const { dim } = from.vectors;
  const values = new Float32Array(rows.length * dim);
  rows.forEach((row, i) => {
    values.set(from.vectors.values.subarray(row * dim, (row + 1) * dim), i * dim);
  });
  const scores = await similarities({ values, count: rows.length, dim }, to.vectors);
  const correct = correctByLabel(
    rows.map((row) => from.classes[row]),
    to.classes,
  );
  const { queries, candidates } = scores;
  return { queries, candidates, ...retrievalReport(scores, { correct }) };
}
