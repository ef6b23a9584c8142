import { diskCache } from '@xm/data/node';
import { ConfigError, useBackend } from '@xm/tensor-ops';
import { Option } from 'commander';
import { allBackends } from '../backends.ts';
import { judgeManifest } from '../evaluation/judgeManifest.ts';
import type { JudgedLevel, Seen } from '../judge/judgeConfig.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { judgeSpeech } from '../judge/speech/judgeSpeech.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { directionsText } from '../screen/directionsText.ts';
import { judgeText, speechJudgeText } from '../screen/judgeText.ts';
import { speaker } from '../speech/speaker.ts';
import { cacheFolder } from './cacheFolder.ts';
import { wholeNumber } from './train.ts';
import { type AddVerb, answer, type Context } from './verb.ts';

interface JudgeVerb {
  readonly level: string;
  readonly kind: 'picture' | 'speech' | 'video';
  readonly size?: string;
  readonly seed: string;
  readonly manifest?: string;
  readonly json?: boolean;
}

export const addJudge: AddVerb = (program, context) => {
  program
    .command('judge')
    .description(
      'Train a judge of generated pictures, speech or videos, or take it from the cache, and test it; ' +
        'or let it judge pictures or videos that anything made.',
    )
    .requiredOption('--level <n>', 'of shapes, 1 to 5')
    .addOption(
      new Option('--kind <kind>', 'what it judges')
        .choices(['picture', 'speech', 'video'])
        .default('picture'),
    )
    .option('--size <pixels>', 'side of the pictures or videos, a multiple of 16; 32 if left out')
    .option('--seed <n>', 'a whole number; the same seed gives the same judge', '1')
    .option(
      '--manifest <file>',
      'what to judge: lines of {"image" or "video": a path, "caption"}, as xm translate writes them',
    )
    .option('--json', 'print the figures as one JSON line')
    .action((options: JudgeVerb) => judgeVerb(options, context));
};

async function judgeVerb(options: JudgeVerb, context: Context): Promise<void> {
  const { kind, size, manifest, json = false } = options;
  if (!/^[1-5]$/.test(options.level)) {
    throw new ConfigError(`--level must be 1 to 5, got '${options.level}'.`);
  }
  const level = Number(options.level) as JudgedLevel;
  const seed = wholeNumber(options.seed, '--seed');
  const making = { level, seed, json };
  if (kind !== 'speech') return judgeSeen({ ...making, ...seenOf(kind, size) }, manifest, context);
  if (size !== undefined) {
    throw new ConfigError(`--size: speech has no size, got ${size}. Leave it out.`);
  }
  if (manifest !== undefined) {
    throw new ConfigError(
      '--manifest: pictures and videos are judged by it, not speech. Name them by --kind.',
    );
  }
  return judgeHeard(making, context);
}

interface Making {
  readonly level: JudgedLevel;
  readonly seed: number;
  readonly json: boolean;
}

/** Of pictures or videos: how often the judge is right about real ones, or what it says of those of a manifest. */
async function judgeSeen(
  { level, seed, json, ...seen }: Making & { readonly of: Seen; readonly size: number },
  manifest: string | undefined,
  context: Context,
): Promise<void> {
  const { name: backend } = await useBackend(allBackends());
  const printer = countPrinter(context.err, 'steps');
  const options = { ...makingOptions(seed, printer, context), ...seen };
  const judge = await judgeShapes(level, options).finally(printer.end);
  const { config, accuracy } = judge;
  try {
    if (manifest === undefined) {
      return answer(context, json, { backend, config, accuracy }, judgeText(judge));
    }
    const made = await judgeManifest(judge, manifest, context.signal);
    answer(context, json, { backend, config, made }, directionsText([made]));
  } finally {
    judge.dispose();
  }
}

async function judgeHeard({ level, seed, json }: Making, context: Context): Promise<void> {
  const { name: backend } = await useBackend(allBackends());
  const printer = countPrinter(context.err, 'steps');
  const speak = speaker(diskCache(cacheFolder('speech')));
  const options = { ...makingOptions(seed, printer, context), speak };
  const judge = await judgeSpeech(level, options).finally(printer.end);
  judge.dispose();
  const { config, accuracy } = judge;
  answer(context, json, { backend, config, accuracy }, speechJudgeText(judge));
}

const makingOptions = (
  seed: number,
  { show: onProgress }: ReturnType<typeof countPrinter>,
  { signal }: Context,
) => ({ seed, signal, onProgress, cache: diskCache(cacheFolder('judge')) });

function seenOf(kind: 'picture' | 'video', size = '32'): { of: Seen; size: number } {
  const side = wholeNumber(size, '--size');
  if (side >= 16 && side % 16 === 0)
    return { of: kind === 'picture' ? 'image' : 'video', size: side };
  throw new ConfigError(
    `--size must be a multiple of 16, got ${side}. Pictures are resized to it.`,
  );
}
