import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import type { Judge } from '../judge/judge.ts';
import type { Seen } from '../judge/judgeConfig.ts';
import { judgeShapes } from '../judge/judgeShapes.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Told } from './judgeTranslator.ts';

/** The judge of pictures or videos of a level, trained once and kept; the caller frees it. */
export function judgeOfShapes(
  { level }: Extract<Config['data'], { source: 'shapes' }>,
  of: Seen,
  { signal, err }: Told,
): Promise<Judge> {
  const what = of === 'image' ? 'pictures' : 'videos';
  const printer = countPrinter(err, `steps of the judge of ${what}`);
  return judgeShapes(level, {
    of,
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
}
