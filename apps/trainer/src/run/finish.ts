import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JointSpace } from '@xm/embedding';
import type { BackendReport } from '@xm/tensor-ops';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import type { Trained } from '../loop/train.ts';
import { saveModel } from '../model/savedModel.ts';
import { renderReport } from '../report/renderReport.ts';
import { embedHeldOut } from './embedHeldOut.ts';
import { evaluate, type Recall } from './evaluate.ts';
import { writeWhole } from './files.ts';
import { readLog } from './log.ts';
import { reportData } from './reportOf.ts';
import type { RunFolder } from './runFolder.ts';
import { pictureSearches, wordSearches } from './searches.ts';
import { indexOf, saveIndex } from './searchIndex.ts';
import type { Summary } from './summary.ts';

/** Judges a trained model, tries it, and writes everything a finished run has; metrics.json last. */
export async function finish(
  run: RunFolder,
  config: ConfigOf<'embedding'>,
  space: JointSpace,
  data: RunData,
  trained: Trained,
  backend: BackendReport,
): Promise<Summary> {
  const { state, seconds } = trained;
  const { params } = state;
  await mkdir(dirname(run.modelParams), { recursive: true });
  await saveModel(run, space, params);
  const embedded = await embedHeldOut(space, params, data.heldOut);
  await saveIndex(run, embedded);
  const { image, text } = embedded;
  const pictures = image && (await indexOf(image));
  const texts = text && (await indexOf(text));
  const byPicture =
    image && pictures && texts
      ? await pictureSearches(config.searches, image, pictures, texts)
      : [];
  const summary: Summary = {
    data: data.description,
    backend,
    recall: await evaluate(embedded, data.names),
    wordSearches:
      texts && pictures ? await wordSearches(space, params, config.searches, pictures) : [],
    pictureSearches: byPicture.map(({ query, results }) => ({ query, results })),
    seconds,
    steps: config.training.steps,
  };
  const report = await reportData({
    run,
    config,
    data,
    summary,
    embedded,
    alike: byPicture.map(({ alike }) => alike),
    texts,
    log: await readLog(run.log),
  });
  await writeWhole(run.report, renderReport(report));
  await writeWhole(run.summary, `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(run.metrics, `${JSON.stringify(metricsOf(config, data, summary), null, 2)}\n`);
  return summary;
}

/** Results under the name of what the model was judged by, where that has one. */
export const named = ({ heldOutName }: RunData, recall: Recall): object =>
  heldOutName === undefined ? recall : { [heldOutName]: recall };

/** The machine-readable result. All but `seconds` and `stepsPerSecond` depends on the seed alone. */
function metricsOf(config: ConfigOf<'embedding'>, data: RunData, summary: Summary): object {
  return {
    backend: summary.backend.name,
    ...named(data, summary.recall),
    seed: config.seed,
    steps: summary.steps,
    seconds: round(summary.seconds, 1),
    stepsPerSecond: round(summary.steps / summary.seconds, 3),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
