import { diskCache } from '@xm/data/node';
import { ConfigError, useBackend } from '@xm/tensor-ops';
import { allBackends } from '../backends.ts';
import type { JudgedLevel } from '../judge/judgeConfig.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { judgeText } from '../screen/judgeText.ts';
import { cacheFolder } from './cacheFolder.ts';
import { wholeNumber } from './train.ts';
import { type AddVerb, answer } from './verb.ts';

interface JudgeVerb {
  readonly level: string;
  readonly size: string;
  readonly seed: string;
  readonly json?: boolean;
}

export const addJudge: AddVerb = (program, context) => {
  program
    .command('judge')
    .description('Train the judge of generated pictures, or take it from the cache, and test it.')
    .requiredOption('--level <n>', 'of shapes, 1 to 5')
    .option('--size <pixels>', 'side of the pictures, a multiple of 16', '32')
    .option('--seed <n>', 'a whole number; the same seed gives the same judge', '1')
    .option('--json', 'print the figures as one JSON line')
    .action(async ({ level, size, seed, json = false }: JudgeVerb) => {
      if (!/^[1-5]$/.test(level)) {
        throw new ConfigError(`--level must be 1 to 5, got '${level}'.`);
      }
      const { signal, err } = context;
      const options = { size: sideOf(size), seed: wholeNumber(seed, '--seed') };
      const backend = await useBackend(allBackends());
      const printer = countPrinter(err, 'steps');
      const judge = await judgeShapes(Number(level) as JudgedLevel, {
        ...options,
        cache: diskCache(cacheFolder('judge')),
        signal,
        onProgress: printer.show,
      }).finally(printer.end);
      const { config, accuracy } = judge;
      judge.dispose();
      answer(context, json, { backend: backend.name, config, accuracy }, judgeText(judge));
    });
};

function sideOf(text: string): number {
  const side = wholeNumber(text, '--size');
  if (side >= 16 && side % 16 === 0) return side;
  throw new ConfigError(
    `--size must be a multiple of 16, got ${side}. Pictures are resized to it.`,
  );
}
