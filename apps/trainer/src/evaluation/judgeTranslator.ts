import type { Dataset, Example, Translator } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { spokenJudge, writtenJudge } from '../judge/digits/digitJudgeConfig.ts';
import { learnedDigits } from '../judge/digits/learnedDigits.ts';
import { openDigitJudge } from '../judge/digits/openDigitJudge.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Context } from '../verbs/verb.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeDigits } from './judgeDigits.ts';
import { judgePictures } from './judgePictures.ts';
import { judgeTexts } from './judgeTexts.ts';

/** Real pictures that generated ones are compared with. */
const compared = 1500;
/** Examples that are judged at all: of fewer the figures would mean nothing. */
const fewest = 50;

type Source = Config['data'];
type ToJudge = { readonly train: Dataset; readonly heldOut: readonly Example[] };
type Told = Pick<Context, 'signal' | 'err'>;

/**
 * How well a translator does each direction that can be judged: to words, to pictures of drawn shapes, and to written
 * and spoken digits.
 *
 * @param source what the run learned from
 */
export async function judgeTranslator(
  source: Source,
  translator: Translator,
  data: ToJudge,
  told: Told,
): Promise<DirectionFigures[]> {
  const texts = await judgeTexts(translator, data.heldOut, told.signal);
  if (data.heldOut.length < fewest) return texts;
  if (source.source === 'shapes') {
    return [...(await paintedShapes(source, translator, data, told)), ...texts];
  }
  return source.source === 'digits'
    ? [...(await madeDigits(source, translator, data.heldOut, told)), ...texts]
    : texts;
}

async function paintedShapes(
  { level }: Extract<Source, { source: 'shapes' }>,
  translator: Translator,
  { train, heldOut }: ToJudge,
  { signal, err }: Told,
): Promise<DirectionFigures[]> {
  if (!translator.directions.some(({ to }) => to === 'image')) return [];
  const printer = countPrinter(err, 'steps of the judge');
  const judge = await judgeShapes(level, {
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  try {
    const reference = (await examplesOf(train, compared)).filter(({ image }) => image);
    const pictures = await judgePictures(translator, judge, { heldOut, reference }, signal);
    return pictures.map(({ report: _, ...figures }) => figures);
  } finally {
    judge.dispose();
  }
}

/** @param folders of the digits that the run learned from: its judges learn from them, too */
async function madeDigits(
  folders: Extract<Source, { source: 'digits' }>,
  translator: Translator,
  heldOut: readonly Example[],
  { signal, err }: Told,
): Promise<DirectionFigures[]> {
  const all: DirectionFigures[] = [];
  for (const [to, config] of [
    ['image', writtenJudge()],
    ['speech', spokenJudge()],
  ] as const) {
    if (!translator.directions.some((one) => one.to === to)) continue;
    const real = await learnedDigits(folders, to);
    const printer = countPrinter(
      err,
      `steps of the judge of digits that are ${to === 'image' ? 'written' : 'said'}`,
    );
    const judge = await openDigitJudge(config, real, {
      cache: diskCache(cacheFolder('judge')),
      signal,
      onProgress: printer.show,
    }).finally(printer.end);
    try {
      all.push(
        ...(await judgeDigits(translator, to, judge, { reference: real.train, heldOut }, signal)),
      );
    } finally {
      judge.dispose();
    }
  }
  return all;
}

export const examplesOf = async (source: Dataset, most: number): Promise<Example[]> =>
  Promise.all(Array.from({ length: Math.min(most, source.length) }, (_, i) => source.get(i)));
