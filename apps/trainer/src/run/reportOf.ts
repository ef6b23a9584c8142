import { cpus } from 'node:os';
import { type Picture, random } from '@xm/data';
import type { Config } from '../config/schema.ts';
import type { RunData } from '../data/openData.ts';
import { pictureUri } from '../report/pictureUri.ts';
import type { DirectionRecall, ReportData } from '../report/reportData.ts';
import type { DirectionMetrics, Embedded } from './evaluate.ts';
import type { LogLine } from './log.ts';
import type { RunFolder } from './runFolder.ts';
import { type LabelledIndex, type SearchResult, searchOne } from './searchIndex.ts';
import type { Summary } from './summary.ts';

/** How many held-out pictures the report shows with the names the model gives them. */
const sampled = 24;

export interface ReportInput {
  readonly run: RunFolder;
  readonly config: Config;
  readonly data: RunData;
  readonly summary: Summary;
  readonly embedded: Embedded;
  /** For each picture search, the pictures most like the query. */
  readonly alike: readonly (readonly SearchResult[])[];
  readonly textIndex: LabelledIndex;
  readonly log: readonly LogLine[];
}

/** Everything the report of a finished run shows. */
export async function reportData(input: ReportInput): Promise<ReportData> {
  const { config, data, summary, embedded, alike, log, run } = input;
  const rows = new Map(embedded.pictureIds.map((id, row) => [id, row]));
  const displayed = await data.displayed();
  const uriOf = async (id: string): Promise<string> =>
    pictureUri((await displayed.get(rows.get(id)!)).image as Picture);
  const withPicture = (results: readonly SearchResult[]) =>
    Promise.all(
      results.map(async ({ id, label, score }) => ({ label, score, picture: await uriOf(id) })),
    );
  const labelOf = (id: string): string => embedded.pictureLabels[rows.get(id)!];

  return {
    data: dataFacts(config, data),
    recall: {
      imageToText: recallOf(summary.imageToText),
      textToImage: recallOf(summary.textToImage),
    },
    wordSearches: await Promise.all(
      summary.wordSearches.map(async ({ query, results }) => ({
        query,
        hits: await withPicture(results),
      })),
    ),
    pictureSearches: await Promise.all(
      summary.pictureSearches.map(async ({ query, results }, i) => ({
        query: { label: labelOf(query), picture: await uriOf(query) },
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
  { embedded, config, textIndex }: ReportInput,
  uriOf: (id: string) => Promise<string>,
): Promise<ReportData['samples']> {
  const { pictures, pictureIds, pictureLabels, textIds, textOfPicture } = embedded;
  const drawn = random(config.seed, 1).permutation(pictureIds.length).subarray(0, sampled);
  return Promise.all(
    Array.from(drawn, async (row) => {
      const vector = pictures.values.slice(row * pictures.dim, (row + 1) * pictures.dim);
      const names = await searchOne(textIndex, vector, 3);
      return {
        label: pictureLabels[row],
        picture: await uriOf(pictureIds[row]),
        names: names.map(({ id, label, score }) => ({
          word: label,
          score,
          right: id === textIds[textOfPicture[row]],
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

const artistNames = { google: 'Google', openmoji: 'OpenMoji', twitter: 'Twitter' } as const;

const artistCredits = {
  google: 'Google: Noto Emoji, from emoji-datasource-google, Apache-2.0.',
  openmoji: 'OpenMoji: the open-source emoji and icon project, CC BY-SA 4.0.',
  twitter: 'Twitter: Twemoji, from emoji-datasource-twitter, CC BY 4.0.',
} as const;

function dataFacts({ data }: Config, { train, heldOut }: RunData): ReportData['data'] {
  const counts = { trainExamples: train.length, heldOutExamples: heldOut.length };
  if (data.source === 'shapes') {
    const world = `shapes, level ${data.level}`;
    return { ...counts, trainedOn: [world], heldOut: `other ${world}`, credits: [] };
  }
  return {
    ...counts,
    trainedOn: data.trainArtists.map((artist) => artistNames[artist]),
    heldOut: artistNames[data.heldOutArtist],
    credits: [artistCredits[data.heldOutArtist]],
  };
}

/** The config as one row a field, nested names joined by points. */
function settingsOf(config: Config): ReportData['settings'] {
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
