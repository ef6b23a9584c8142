import { fileURLToPath } from 'node:url';
import { ConfigError, useBackend } from '@xm/tensor-ops';
import { backendsOf } from '../backends.ts';
import { parseConfig } from '../config/parseConfig.ts';
import { pictureSize } from '../config/pictureSize.ts';
import { presetNamed, presets } from '../config/presets.ts';
import type { Config } from '../config/schema.ts';
import { withChanges } from '../config/withChanges.ts';
import { withFolders } from '../config/withFolders.ts';
import { openData } from '../data/openData.ts';
import { workersFor } from '../data/workers.ts';
import { finishGan } from '../gan/finishGan.ts';
import { type GanSummary, ganSummaryText } from '../gan/ganSummary.ts';
import { trainGan } from '../gan/trainGan.ts';
import { progressPrinter } from '../loop/progressLine.ts';
import { type Learn, train } from '../loop/train.ts';
import { buildSpace } from '../model/buildSpace.ts';
import { jointLearner } from '../model/jointLearner.ts';
import { beginFrom, runToBeginFrom } from '../run/beginFrom.ts';
import { readJson } from '../run/files.ts';
import { finish } from '../run/finish.ts';
import { createRun, isFinished, openRun, type RunFolder, removeUnbegun } from '../run/runFolder.ts';
import type { Summary } from '../run/summary.ts';
import { summaryText } from '../screen/summaryText.ts';
import { buildVaeModel } from '../vae/buildVaeModel.ts';
import { finishVae } from '../vae/finishVae.ts';
import { vaeLearner } from '../vae/vaeLearner.ts';
import { type VaeSummary, vaeSummaryText } from '../vae/vaeSummary.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface TrainOptions {
  preset?: string;
  config?: string;
  seed?: string;
  out?: string;
  from?: string;
  set?: string[];
  resume?: string;
  written?: string;
  spoken?: string;
  workers: string;
  json?: boolean;
}

export const addTrain: AddVerb = (program, context) => {
  program
    .command('train')
    .description(
      'Train a joint space of pictures, words, speech and videos, or a model that makes them.',
    )
    .option(
      '--preset <name>',
      `${Object.keys(presets).join(', ')}; quickstart unless told otherwise`,
    )
    .option('--config <file>', 'a JSON file, such as the config.json of another run')
    .option(
      '--set <field=value>',
      'change what the preset or file says, as data.level=3; may be given again',
      (change: string, others: string[] = []) => [...others, change],
    )
    .option('--seed <n>', 'a whole number; the same seed gives the same model')
    .option('--out <dir>', 'a new folder for the run')
    .option('--from <dir>', 'of a run by gan: begin with the variational model of another run')
    .option('--resume <dir>', 'go on with a run that was stopped')
    .option('--written <dir>', 'of digits: the files of MNIST')
    .option('--spoken <dir>', 'of digits: recordings, {digit}_{speaker}_{index}.wav')
    .option(
      '--workers <n>',
      'threads that read and change the data; 0 takes the one that trains',
      '1',
    )
    .option('--json', 'print the result as one JSON line')
    .action(async (options: TrainOptions) => {
      const workers = wholeNumber(options.workers, '--workers');
      const { run, config } = options.resume ? await resumed(options) : await started(options);
      const summary = isFinished(run)
        ? ((await readJson(run.summary, 'Train into another folder.')) as AnySummary)
        : await trainRun(run, config, context, workers).catch(async (error: unknown) => {
            if (error instanceof ConfigError && !options.resume) await removeUnbegun(run);
            throw error;
          });
      answer(context, options.json ?? false, summary, summaryTextOf(summary, run.path));
    });
};

async function started(options: TrainOptions): Promise<{ run: RunFolder; config: Config }> {
  const { preset, config: file, out } = options;
  if (out === undefined) throw new ConfigError('--out: name a new folder for the run.');
  if (preset !== undefined && file !== undefined) {
    throw new ConfigError('--preset and --config: give one of them, got both.');
  }
  const given =
    file === undefined
      ? { seed: 1, ...presetNamed(preset ?? 'quickstart') }
      : await readJson(file, 'Name a JSON file; a run folder holds one as config.json.');
  const changed = withChanges(given, options.set ?? []);
  const seeded =
    options.seed === undefined || typeof changed !== 'object'
      ? changed
      : { ...changed, seed: wholeNumber(options.seed, '--seed') };
  const config = withFolders(parseConfig(seeded), options);
  const other = options.from === undefined ? undefined : await runToBeginFrom(options.from, config);
  const run = await createRun(out, config);
  if (other) await beginFrom(other, run);
  return { run, config };
}

/** What a run that goes on has of its own. */
const ofANewRun = ['preset', 'config', 'set', 'seed', 'out', 'from', 'written', 'spoken'] as const;

async function resumed(options: TrainOptions): Promise<{ run: RunFolder; config: Config }> {
  for (const name of ofANewRun) {
    if (options[name] !== undefined) {
      throw new ConfigError(`--${name}: a run that goes on has its own; leave this out.`);
    }
  }
  return openRun(options.resume as string);
}

/** What a finished run has to say, by its method. */
export type AnySummary = Summary | VaeSummary | GanSummary;

export function summaryTextOf(summary: AnySummary, path: string): string {
  if (!('method' in summary)) return summaryText(summary, path);
  return summary.method === 'vae' ? vaeSummaryText(summary, path) : ganSummaryText(summary, path);
}

/** Trains, judges and writes everything a run folder holds. */
export async function trainRun(
  run: RunFolder,
  config: Config,
  context: Context,
  workers: number,
): Promise<AnySummary> {
  const { signal, err } = context;
  const backend = await useBackend(backendsOf(config.backends));
  err.write(`Backend  ${backend.name} (${backend.detail})\n`);
  for (const { name, reason, remedy } of backend.passedOver) {
    err.write(`         not ${name}: ${reason}; ${remedy}\n`);
  }
  const from = dataHome();
  const size = pictureSize(config);
  const data = await openData(config, { size, from, signal });
  err.write(`Data     ${data.train.length} examples, ${data.heldOut.length} held out\n`);
  const learn: Learn = (learner, course, phase = run) => {
    const printer = progressPrinter(err);
    return train(phase, course, learner, data, {
      signal,
      onProgress: printer.show,
      onSkip: printer.say,
      workers: workersFor(context, workers, { config, size, from }),
    }).finally(printer.end);
  };
  if (config.method === 'gan') {
    const trained = await trainGan(run, config, data, learn, context);
    return finishGan(run, config, data, trained, backend, context);
  }
  if (config.method === 'vae') {
    const model = await buildVaeModel(config, data, (line) => void err.write(`Texts    ${line}\n`));
    const trained = await learn(vaeLearner(model, config.training), config);
    return finishVae(run, config, model, data, trained, backend, context);
  }
  const space = await buildSpace(config, data);
  const trained = await learn(jointLearner(space, config.training), config);
  err.write('Judging on what was held out …\n\n');
  return finish(run, config, space, data, trained, backend);
}

/** The trainer itself: the emoji packages are installed beside it. */
export const dataHome = (): string => fileURLToPath(new URL('..', import.meta.url));

export function wholeNumber(text: string, name: string, least = 0): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
    throw new ConfigError(`${name} must be a whole number from ${least}, got '${text}'.`);
  }
  return value;
}
