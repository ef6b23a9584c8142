import type { Example, Translator } from '@xm/data';
import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { spokenJudge, writtenJudge } from '../judge/digits/digitJudgeConfig.ts';
import { learnedDigits } from '../judge/digits/learnedDigits.ts';
import { openDigitJudge } from '../judge/digits/openDigitJudge.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeDigits } from './judgeDigits.ts';
import { sourcesOf } from './judged.ts';
import type { Told } from './judgeTranslator.ts';

/**
 * Digits that were written or said by a translator.
 *
 * @param folders of the digits that the run learned from: its judges learn from them, too
 */
export async function judgeMadeDigits(
  folders: Extract<Config['data'], { source: 'digits' }>,
  translator: Translator,
  heldOut: readonly Example[],
  { signal, err }: Told,
): Promise<DirectionFigures[]> {
  const all: DirectionFigures[] = [];
  for (const [to, config] of [
    ['image', writtenJudge()],
    ['speech', spokenJudge()],
  ] as const) {
    if (sourcesOf(translator, to).length === 0) continue;
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
