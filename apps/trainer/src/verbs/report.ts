import { readFile } from 'node:fs/promises';
import { DataError } from '@xm/data';
import { joinPages } from '../report/joinPages.ts';
import { writeWhole } from '../run/files.ts';
import { isFinished, openRun } from '../run/runFolder.ts';
import { type AddVerb, answer } from './verb.ts';

export const addReport: AddVerb = (program, context) => {
  program
    .command('report')
    .description('Put the reports of several finished runs into one page.')
    .argument('<runs...>', 'the folders of the runs, in their order')
    .requiredOption('--out <file>', 'the page; one that is there is written anew')
    .option('--json', 'print the page and its runs as one JSON line')
    .action(async (runs: string[], { out, json }: { out: string; json?: boolean }) => {
      const pages = [];
      for (const path of runs) {
        const { run } = await openRun(path);
        if (!isFinished(run)) {
          throw new DataError(
            `${path}: this run is not finished. Go on with it: xm train --resume ${path}`,
          );
        }
        pages.push({ name: run.report, source: await readFile(run.report, 'utf8') });
      }
      await writeWhole(out, joinPages(pages));
      answer(context, json ?? false, { report: out, runs }, `Report   ${out}`);
    });
};
