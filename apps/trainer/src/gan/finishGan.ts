import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Modality } from '@xm/data';
import type { BackendReport } from '@xm/tensor-ops';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { byName } from '../evaluation/directionFigures.ts';
import { examplesOf } from '../evaluation/examplesOf.ts';
import { judgeTranslator } from '../evaluation/judgeTranslator.ts';
import { writeWhole } from '../run/files.ts';
import { readLog } from '../run/log.ts';
import type { RunFolder } from '../run/runFolder.ts';
import type { Context } from '../verbs/verb.ts';
import { gamesIn } from './gameCurves.ts';
import { ganReport } from './ganReport.ts';
import type { GanSummary } from './ganSummary.ts';
import { saveGan } from './savedGan.ts';
import { type GanTrained, type PhaseDone, phaseIn } from './trainGan.ts';
import { translatorOf } from './translatorOf.ts';

/** Judges the generators and writes everything a finished run has; metrics.json last. */
export async function finishGan(
  run: RunFolder,
  config: ConfigOf<'gan'>,
  data: RunData,
  { model, params, phases, health }: GanTrained,
  backend: BackendReport,
  context: Pick<Context, 'signal' | 'err'>,
): Promise<GanSummary> {
  await mkdir(dirname(run.modelParams), { recursive: true });
  await saveGan(run, model, params);

  context.err.write('Judging on what was held out …\n\n');
  const translator = translatorOf(model, params);
  const heldOut = await examplesOf(data.heldOut, data.heldOut.length);
  const directions = await judgeTranslator(config.data, translator, { heldOut }, context);
  const summary: GanSummary = {
    method: 'gan',
    data: data.description,
    backend,
    directions,
    phases,
    health,
  };
  const log = await readLog(phaseIn(run, 'latents').log);
  const games = gamesIn(Object.keys(model.games) as Modality[], log);
  const shown = { run, config, data, summary, translator, heldOut, games };
  await writeWhole(run.report, await ganReport(shown));
  await writeWhole(run.summary, `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(run.metrics, `${JSON.stringify(metricsOf(config, data, summary), null, 2)}\n`);
  return summary;
}

/** The machine-readable result. All but `seconds` depends on the seed alone. */
function metricsOf(
  { seed }: ConfigOf<'gan'>,
  { names }: RunData,
  { backend, directions, phases }: GanSummary,
): object {
  const byPhase = (of: (phase: PhaseDone) => number) =>
    Object.fromEntries(phases.map((phase) => [phase.name, of(phase)]));
  return {
    backend: backend.name,
    ...byName(directions, names),
    seed,
    steps: byPhase(({ steps }) => steps),
    seconds: byPhase(({ seconds }) => Number(seconds.toFixed(1))),
  };
}
