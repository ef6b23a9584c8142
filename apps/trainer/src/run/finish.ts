import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataError, type Example } from '@xm/data';
import { embed, type JointSpace } from '@xm/embedding';
import type { BackendReport } from '@xm/tensor-ops';
import type { Config } from '../config/schema.ts';
import type { RunData } from '../data/openData.ts';
import type { Trained } from '../loop/train.ts';
import { saveModel } from '../model/savedModel.ts';
import { renderReport } from '../report/renderReport.ts';
import { type Embedded, embedHeldOut, evaluate } from './evaluate.ts';
import { writeWhole } from './files.ts';
import { readLog } from './log.ts';
import { reportData } from './reportOf.ts';
import type { RunFolder } from './runFolder.ts';
import { labelledIndex, saveIndex, searchOne } from './searchIndex.ts';
import type { Summary } from './summary.ts';

/** How many hits of a search are kept: a row of the report. */
const hits = 8;

/** Judges a trained model, tries it, and writes everything a finished run has; metrics.json last. */
export async function finish(
  run: RunFolder,
  config: Config,
  space: JointSpace,
  data: RunData,
  trained: Trained,
  backend: BackendReport,
): Promise<Summary> {
  const { params, seconds } = trained;
  await mkdir(dirname(run.modelParams), { recursive: true });
  await saveModel(run, space, params);
  const embedded = await embedHeldOut(space, params, data.heldOut);
  await saveIndex(run, embedded);
  const { imageToText, textToImage } = await evaluate(embedded);

  const { pictures, texts } = embedded;
  const pictureIndex = await labelledIndex(
    embedded.pictureIds,
    embedded.pictureLabels,
    pictures.values,
    pictures.dim,
  );
  const textIndex = await labelledIndex(
    embedded.textIds,
    embedded.textLabels,
    texts.values,
    texts.dim,
  );
  const queries = await wordVectors(space, params, config.searches.words);
  const wordSearches = await Promise.all(
    queries.map(async ({ query, vector }) => ({
      query,
      results: await searchOne(pictureIndex, vector, hits),
    })),
  );
  const pictureSearches = await Promise.all(
    config.searches.pictures.map(async (query) => {
      const vector = vectorOf(embedded, query);
      const results = await searchOne(textIndex, vector, hits);
      const alike = (await searchOne(pictureIndex, vector, hits + 1)).filter((r) => r.id !== query);
      return { query, results, alike: alike.slice(0, hits) };
    }),
  );
  const summary: Summary = {
    data: data.description,
    backend,
    imageToText,
    textToImage,
    wordSearches,
    pictureSearches: pictureSearches.map(({ query, results }) => ({ query, results })),
    seconds,
    steps: config.training.steps,
  };
  const log = await readLog(run.log);
  const report = await reportData({
    run,
    config,
    data,
    summary,
    embedded,
    alike: pictureSearches.map(({ alike }) => alike),
    textIndex,
    log,
  });
  await writeWhole(run.report, renderReport(report));
  await writeWhole(run.summary, `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(run.metrics, `${JSON.stringify(metricsOf(config, data, summary), null, 2)}\n`);
  return summary;
}

/** The machine-readable result. All but `seconds` and `stepsPerSecond` depends on the seed alone. */
function metricsOf(config: Config, data: RunData, summary: Summary): object {
  return {
    backend: summary.backend.name,
    [data.heldOutName]: { imageToText: summary.imageToText, textToImage: summary.textToImage },
    seed: config.seed,
    steps: summary.steps,
    seconds: round(summary.seconds, 1),
    stepsPerSecond: round(summary.steps / summary.seconds, 3),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

async function wordVectors(
  space: JointSpace,
  params: Trained['params'],
  words: readonly string[],
): Promise<{ query: string; vector: Float32Array }[]> {
  const examples = words.map((text): Example => ({ id: text, text }));
  const { values, dim } = await embed(space, params, 'text', examples);
  return words.map((query, i) => ({ query, vector: values.slice(i * dim, (i + 1) * dim) }));
}

function vectorOf({ pictures, pictureIds }: Embedded, id: string): Float32Array {
  const row = pictureIds.indexOf(id);
  if (row < 0) {
    throw new DataError(
      `config.searches.pictures: '${id}' is not a held-out picture. Their ids look like '${pictureIds[0]}'.`,
    );
  }
  return pictures.values.slice(row * pictures.dim, (row + 1) * pictures.dim);
}
