import { comparedRun } from '../compare/comparedRun.ts';
import { assertSameData } from '../compare/sameData.ts';
import { compareTable } from '../screen/compareTable.ts';
import { type AddVerb, answer } from './verb.ts';

export const addCompare: AddVerb = (program, context) => {
  program
    .command('compare')
    .description('Show finished runs of the same data side by side, direction by direction.')
    .argument('<runs...>', 'folders of finished runs')
    .option('--json', 'print the figures as one JSON line')
    .action(async (paths: string[], { json = false }: { json?: boolean }) => {
      const runs = await Promise.all(paths.map(comparedRun));
      assertSameData(runs);
      answer(context, json, { runs }, compareTable(runs));
    });
};
