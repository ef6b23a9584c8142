import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BackendReport, Params } from '@xm/tensor-ops';
import type { VaeModel } from '@xm/vae';
import { fitSamplers, samplerSteps } from '@xm/vae';
import type { ConfigOf } from '../config/schema.ts';
import type { RunData } from '../data/runData.ts';
import { byName } from '../evaluation/directionFigures.ts';
import { examplesOf } from '../evaluation/examplesOf.ts';
import { judgeTogether } from '../evaluation/judgeTogether.ts';
import { judgeTranslator } from '../evaluation/judgeTranslator.ts';
import type { Trained } from '../loop/train.ts';
import { writeWhole } from '../run/files.ts';
import { readLog } from '../run/log.ts';
import type { RunFolder } from '../run/runFolder.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { vaeMaker } from '../translate/makerOf.ts';
import type { Context } from '../verbs/verb.ts';
import { encoded, placesIn } from './encoded.ts';
import { saveVae } from './savedVae.ts';
import { vaeReport } from './vaeReport.ts';
import type { VaeSummary } from './vaeSummary.ts';

/** Training examples that what draws latents is fitted to, at most: enough, and they are read in some minutes. */
const fittedTo = 100_000;

/** Fits what draws latents, judges the model and writes everything a finished run has; metrics.json last. */
export async function finishVae(
  run: RunFolder,
  config: ConfigOf<'vae'>,
  model: VaeModel,
  data: RunData,
  trained: Trained,
  backend: BackendReport,
  context: Pick<Context, 'signal' | 'err'>,
): Promise<VaeSummary> {
  const { err } = context;
  const begin = performance.now();
  const samplers = await fitted(config, model, data, trained.state.params, context);
  const samplerSeconds = (performance.now() - begin) / 1000;
  const params = { ...trained.state.params, samplers };
  await mkdir(dirname(run.modelParams), { recursive: true });
  await saveVae(run, model, params);

  err.write('Judging on what was held out …\n\n');
  const maker = vaeMaker({ model, params });
  const { translator } = maker;
  const heldOut = await examplesOf(data.heldOut, data.heldOut.length);
  const directions = await judgeTranslator(config.data, translator, { heldOut }, context);
  const { modalities } = model;
  const together = await judgeTogether(config.data, modalities, maker, { heldOut }, context);
  const likelihood = await maker.scoring(heldOut, context.signal);
  const summary: VaeSummary = {
    method: 'vae',
    data: data.description,
    backend,
    directions,
    ...(together.length > 0 && { together }),
    ...(likelihood && { likelihood }),
    seconds: trained.seconds,
    samplerSeconds,
    steps: config.training.steps,
  };
  const log = await readLog(run.log);
  const shown = { run, config, data, summary, translator, heldOut, log };
  await writeWhole(run.report, await vaeReport(shown));
  await writeWhole(run.summary, `${JSON.stringify(summary, null, 2)}\n`);
  await writeWhole(run.metrics, `${JSON.stringify(metricsOf(config, data, summary), null, 2)}\n`);
  return summary;
}

async function fitted(
  { training: { samplerSteps: steps, batch }, seed }: ConfigOf<'vae'>,
  model: VaeModel,
  { train }: RunData,
  params: Params,
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<Params> {
  const counts = Object.entries(model.vae.samplers).map(([name, one]) =>
    samplerSteps(name, one, steps),
  );
  const all = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  const printer = countPrinter(err, 'steps of the samplers');
  const places = placesIn(train, seed, fittedTo);
  return fitSamplers(model.vae, params, encoded(model, train, places, batch), {
    steps,
    seed,
    signal,
    onStep: () => printer.show(++done, all),
  }).finally(printer.end);
}

/** The machine-readable result. All but times depends on the seed alone. */
function metricsOf({ seed }: ConfigOf<'vae'>, { names }: RunData, summary: VaeSummary): object {
  const { backend, directions, together, likelihood, seconds, samplerSeconds, steps } = summary;
  return {
    backend: backend.name,
    ...byName(directions, names),
    ...(together && { together }),
    ...(likelihood && { likelihood }),
    seed,
    steps,
    seconds: Number(seconds.toFixed(1)),
    samplerSeconds: Number(samplerSeconds.toFixed(1)),
  };
}
