import type { Dataset, Example, Translator } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Context } from '../verbs/verb.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgePictures } from './judgePictures.ts';
import { judgeTexts } from './judgeTexts.ts';

/** Real pictures that generated ones are compared with. */
const compared = 1500;
/** Pictures that are judged at all: of fewer the figures would mean nothing. */
const fewest = 50;

/**
 * How well a translator does each direction that can be judged: to words, and to pictures of drawn shapes.
 *
 * @param source what the run learned from
 */
export async function judgeTranslator(
  source: Config['data'],
  translator: Translator,
  { train, heldOut }: { readonly train: Dataset; readonly heldOut: readonly Example[] },
  { signal, err }: Pick<Context, 'signal' | 'err'>,
): Promise<DirectionFigures[]> {
  const texts = await judgeTexts(translator, heldOut, signal);
  const paints = translator.directions.some(({ to }) => to === 'image');
  if (source.source !== 'shapes' || !paints || source.testCount < fewest) return texts;
  const printer = countPrinter(err, 'steps of the judge');
  const judge = await judgeShapes(source.level, {
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  try {
    const reference = (await examplesOf(train, compared)).filter(({ image }) => image);
    const pictures = await judgePictures(translator, judge, { heldOut, reference }, signal);
    return [...pictures.map(({ report: _, ...figures }) => figures), ...texts];
  } finally {
    judge.dispose();
  }
}

export const examplesOf = async (source: Dataset, most: number): Promise<Example[]> =>
  Promise.all(Array.from({ length: Math.min(most, source.length) }, (_, i) => source.get(i)));
