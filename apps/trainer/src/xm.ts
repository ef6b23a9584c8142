import type { DataWorker } from '@xm/data';
import { Command, CommanderError } from 'commander';
import type { AddVerb, Context } from './verbs/verb.ts';

/** Mistakes of the user: one line, no stack. Everything else is ours, and keeps its stack. */
const usersMistakes = new Set([
  'ConfigError',
  'DataError',
  'BackendError',
  'ShapeError',
  'Diverged',
]);

/** Loads a verb only when it is asked for, so that `--help` and mistakes answer at once. */
const verbs: Record<string, () => Promise<AddVerb>> = {
  train: async () => (await import('./verbs/train.ts')).addTrain,
  eval: async () => (await import('./verbs/eval.ts')).addEval,
  search: async () => (await import('./verbs/search.ts')).addSearch,
  compare: async () => (await import('./verbs/compare.ts')).addCompare,
  show: async () => (await import('./verbs/show.ts')).addShow,
  report: async () => (await import('./verbs/report.ts')).addReport,
  translate: async () => (await import('./verbs/translate.ts')).addTranslate,
  sample: async () => (await import('./verbs/sample.ts')).addSample,
  interpolate: async () => (await import('./verbs/interpolate.ts')).addInterpolate,
  traverse: async () => (await import('./verbs/traverse.ts')).addTraverse,
  export: async () => (await import('./verbs/export.ts')).addExport,
  judge: async () => (await import('./verbs/judge.ts')).addJudge,
  doctor: async () => (await import('./verbs/doctor.ts')).addDoctor,
  data: async () => (await import('./verbs/data.ts')).addData,
};

/**
 * @param startDataWorker starts dataWorker.ts on a thread of its own; without it data is read on this one
 * @returns the exit code: 0, 2 for a user's mistake, 130 after Ctrl-C.
 */
export async function main(
  args: string[],
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
  startDataWorker?: () => DataWorker,
): Promise<number> {
  const stop = new AbortController();
  const context: Context = {
    signal: stop.signal,
    out,
    err,
    ...(startDataWorker ? { startDataWorker } : {}),
  };
  const program = new Command('xm')
    .description('Cross-modal learning: train, judge and search joint spaces.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'xm: ')),
    });
  const asked = args.find((arg) => Object.hasOwn(verbs, arg));
  for (const name of asked ? [asked] : Object.keys(verbs)) {
    (await verbs[name]())(program, context);
  }
  // The first Ctrl-C lets the step end and the state be saved, the second ends everything.
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error as Error, context);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function exitCodeOf(error: Error, { signal, err }: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error.name === 'Interrupted' || signal.aborted) {
    err.write(`${error.name === 'Interrupted' ? error.message : 'Stopped.'}\n`);
    return 130;
  }
  if (usersMistakes.has(error.name)) {
    err.write(`${error.name}: ${error.message}\n`);
    return 2;
  }
  err.write(`${error.stack}\n`);
  return 1;
}
