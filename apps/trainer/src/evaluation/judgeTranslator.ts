import type { Dataset, Example, Modality, Translator } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { openShapes } from '../data/openShapes.ts';
import { type Seen, sideOf } from '../judge/judgeConfig.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { judgeSpeech } from '../judge/speech/judgeSpeech.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { speaker } from '../speech/speaker.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import { dataHome } from '../verbs/train.ts';
import type { Context } from '../verbs/verb.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { sourcesOf } from './judged.ts';
import { judgeSeen } from './judgeSeen.ts';
import { judgeSounds } from './judgeSounds.ts';
import { judgeTexts } from './judgeTexts.ts';

/** Real pictures or videos that generated ones are compared with. */
const compared = 1500;
/** Held-out examples there must be to judge anything by them: of fewer the figures would mean nothing. */
const fewest = 50;

/**
 * How well a translator does each direction that can be judged: to words, and of drawn shapes to pictures,
 * videos and speech, by judges that are trained once and kept.
 *
 * @param source what the run learned from
 */
export async function judgeTranslator(
  source: Config['data'],
  translator: Translator,
  { heldOut }: { readonly heldOut: readonly Example[] },
  context: Pick<Context, 'signal' | 'err'>,
): Promise<DirectionFigures[]> {
  const texts = await judgeTexts(translator, heldOut, context.signal);
  if (source.source !== 'shapes' || source.testCount < fewest) return texts;
  const makes = (modality: Modality): boolean => sourcesOf(translator, modality).length > 0;
  const by = { source, translator, heldOut, ...context };
  return [
    ...(makes('image') ? await pictures('image', by) : []),
    ...(makes('video') ? await pictures('video', by) : []),
    ...(makes('speech') ? await sounds(by) : []),
    ...texts,
  ];
}

interface Judging extends Pick<Context, 'signal' | 'err'> {
  readonly source: Extract<Config['data'], { source: 'shapes' }>;
  readonly translator: Translator;
  readonly heldOut: readonly Example[];
}

/** Standing or moving. */
async function pictures(
  of: Seen,
  { source, translator, heldOut, signal, err }: Judging,
): Promise<DirectionFigures[]> {
  const printer = countPrinter(
    err,
    `steps of the judge of ${of === 'image' ? 'pictures' : 'videos'}`,
  );
  const judge = await judgeShapes(source.level, {
    of,
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  try {
    const reference = await real(of, source, sideOf(judge.config));
    return await judgeSeen(translator, judge, { heldOut, reference }, signal);
  } finally {
    judge.dispose();
  }
}

/** Training examples that nobody speaks, which would be costly. */
async function real(of: Seen, source: Judging['source'], size: number): Promise<Example[]> {
  const shown = { ...source, modalities: [of, 'text' as const], trainCount: compared };
  const { train } = openShapes(shown, { seed: 1, size, from: dataHome() });
  return examplesOf(train, compared);
}

async function sounds({
  source: { level },
  translator,
  heldOut,
  signal,
  err,
}: Judging): Promise<DirectionFigures[]> {
  const printer = countPrinter(err, 'steps of the judge of speech');
  const judge = await judgeSpeech(level, {
    speak: speaker(diskCache(cacheFolder('speech'))),
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  try {
    return await judgeSounds(translator, judge, heldOut, signal);
  } finally {
    judge.dispose();
  }
}

export const examplesOf = async (source: Dataset, most: number): Promise<Example[]> =>
  Promise.all(Array.from({ length: Math.min(most, source.length) }, (_, i) => source.get(i)));
