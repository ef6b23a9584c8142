import { cpus } from 'node:os';
import { type Picture, random } from '@xm/data';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { pictureUri } from '../report/pictureUri.ts';
import type { DirectionRecall, ReportData } from '../report/reportData.ts';
import type { Embedded } from './embedHeldOut.ts';
import type { DirectionMetrics } from './evaluate.ts';
import type { LogLine } from './log.ts';
import type { RunFolder } from './runFolder.ts';
import { type LabelledIndex, type SearchResult, searchOne } from './searchIndex.ts';
import type { Summary } from './summary.ts';

/** How many held-out pictures the report shows with the names the model gives them. */
const sampled = 24;

export interface ReportInput {
  readonly run: RunFolder;
  readonly config: ConfigOf<'embedding'>;
  readonly data: RunData;
  readonly summary: Summary;
  readonly embedded: Embedded;
  /** For each picture search, the pictures most like the query. */
  readonly alike: readonly (readonly SearchResult[])[];
  readonly texts: LabelledIndex | undefined;
  readonly log: readonly LogLine[];
}

/** Everything the report of a finished run shows. */
export async function reportData(input: ReportInput): Promise<ReportData> {
  const { config, data, summary, embedded, alike, log, run } = input;
  const { ids = [], labels = [], rows = [] } = embedded.image ?? {};
  const labelOf = new Map(ids.map((id, i) => [id, labels[i]]));
  const rowOf = new Map(ids.map((id, i) => [id, rows[i]]));
  const displayed = await data.displayed();
  const uriOf = async (id: string): Promise<string> =>
    pictureUri((await displayed.get(rowOf.get(id)!)).image as Picture);
  const withPicture = (results: readonly SearchResult[]) =>
    Promise.all(
      results.map(async ({ id, label, score }) => ({ label, score, picture: await uriOf(id) })),
    );

  return {
    data: {
      ...data.facts,
      trainExamples: data.train.length,
      heldOutExamples: data.heldOut.length,
    },
    recall: Object.fromEntries(
      Object.entries(summary.recall).map(([name, metrics]) => [name, recallOf(metrics)]),
    ),
    wordSearches: await Promise.all(
      summary.wordSearches.map(async ({ query, results }) => ({
        query,
        hits: await withPicture(results),
      })),
    ),
    pictureSearches: await Promise.all(
      summary.pictureSearches.map(async ({ query, results }, i) => ({
        query: { label: labelOf.get(query)!, picture: await uriOf(query) },
        words: results.slice(0, 5).map(({ label, score }) => ({ word: label, score })),
        pictures: await withPicture(alike[i]),
      })),
    ),
    samples: await samples(input, uriOf),
    loss: {
      batchSize: config.training.batch,
      points: log.map(({ step, loss }) => ({ step, nats: loss })),
    },
    settings: settingsOf(config),
    backend: summary.backend,
    run: {
      seed: config.seed,
      steps: summary.steps,
      trainSeconds: summary.seconds,
      finishedAt: new Date().toISOString(),
      machine: `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores`,
      commands: [
        `npx xm train --config ${run.config} --seed ${config.seed} --out runs/again`,
        `npx xm eval --run runs/again`,
      ],
    },
  };
}

async function samples(
  { embedded: { image, text }, config, texts }: ReportInput,
  uriOf: (id: string) => Promise<string>,
): Promise<ReportData['samples']> {
  if (!image || !text || !texts) return [];
  const { vectors, ids, labels, classes } = image;
  const classOfText = new Map(text.ids.map((id, row) => [id, text.classes[row]]));
  const drawn = random(config.seed, 1).permutation(ids.length).subarray(0, sampled);
  return Promise.all(
    Array.from(drawn, async (row) => {
      const vector = vectors.values.slice(row * vectors.dim, (row + 1) * vectors.dim);
      const names = await searchOne(texts, vector, 3);
      return {
        label: labels[row],
        picture: await uriOf(ids[row]),
        names: names.map(({ id, label, score }) => ({
          word: label,
          score,
          right: classOfText.get(id) === classes[row],
        })),
      };
    }),
  );
}

const recallOf = (metrics: DirectionMetrics): DirectionRecall => ({
  queries: metrics.queries,
  candidates: metrics.candidates,
  model: ranking(metrics),
  chance: ranking(metrics.chance),
});

const ranking = (figures: DirectionMetrics['chance']): DirectionRecall['model'] => ({
  recallAt1: figures['recall@1'],
  recallAt5: figures['recall@5'],
  recallAt10: figures['recall@10'],
  medianRank: figures.medianRank,
});

/** The config as one row a field, nested names joined by points. */
function settingsOf(config: ReportInput['config']): ReportData['settings'] {
  const rows: Record<string, string | number | boolean> = {};
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) rows[path] = value.join(', ');
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
    } else rows[path] = value as string | number | boolean;
  };
  const { searches: _, ...settings } = config;
  visit(settings, '');
  return rows;
}
