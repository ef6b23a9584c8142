import { DataError } from '@xm/data';
import { readJson } from '../run/files.ts';
import { isFinished, openRun } from '../run/runFolder.ts';
import { type AnySummary, summaryTextOf } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

export const addShow: AddVerb = (program, context) => {
  program
    .command('show')
    .description('Show a finished run again, and how to train anew.')
    .requiredOption('--run <dir>', 'the folder of a run')
    .option('--json', 'print the summary as one JSON line')
    .action(async (options: { run: string; json?: boolean }) => {
      const { run, config } = await openRun(options.run);
      if (!isFinished(run)) {
        throw new DataError(
          `${run.path}: this run is not finished. Go on with it: xm train --resume ${run.path}`,
        );
      }
      const summary = (await readJson(run.summary, 'Train into another folder.')) as AnySummary;
      const anew =
        `This run is finished. To train anew, with another seed and into another folder:\n` +
        `         npx xm train --config ${run.config} --seed ${config.seed + 1} --out runs/another`;
      const text = `${summaryTextOf(summary, run.path)}\n\n${anew}`;
      answer(context, options.json ?? false, summary, text);
    });
};
