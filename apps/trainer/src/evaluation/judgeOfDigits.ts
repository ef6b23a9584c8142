import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import type { DigitJudge } from '../judge/digits/digitJudge.ts';
import { spokenJudge, writtenJudge } from '../judge/digits/digitJudgeConfig.ts';
import { learnedDigits } from '../judge/digits/learnedDigits.ts';
import { openDigitJudge } from '../judge/digits/openDigitJudge.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Told } from './judgeTranslator.ts';

/**
 * The judge of written or spoken digits, trained once and kept, and what it learned from; the caller frees it.
 *
 * @param folders of the digits that the run learned from: its judges learn from them, too
 */
export async function judgeOfDigits(
  folders: Extract<Config['data'], { source: 'digits' }>,
  of: 'image' | 'speech',
  { signal, err }: Told,
): Promise<{ judge: DigitJudge; real: Awaited<ReturnType<typeof learnedDigits>> }> {
  const real = await learnedDigits(folders, of);
  const what = of === 'image' ? 'written' : 'said';
  const printer = countPrinter(err, `steps of the judge of digits that are ${what}`);
  const judge = await openDigitJudge(of === 'image' ? writtenJudge() : spokenJudge(), real, {
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
  return { judge, real };
}
