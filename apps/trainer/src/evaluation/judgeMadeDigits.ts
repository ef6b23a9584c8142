import type { Example, Translator } from '@xm/data';
import type { Config } from '../config/schema.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeDigits } from './judgeDigits.ts';
import { sourcesOf } from './judged.ts';
import { judgeOfDigits } from './judgeOfDigits.ts';
import type { Told } from './judgeTranslator.ts';

/**
 * Digits that were written or said by a translator.
 *
 * @param folders of the digits that the run learned from
 */
export async function judgeMadeDigits(
  folders: Extract<Config['data'], { source: 'digits' }>,
  translator: Translator,
  heldOut: readonly Example[],
  told: Told,
): Promise<DirectionFigures[]> {
  const all: DirectionFigures[] = [];
  for (const to of ['image', 'speech'] as const) {
    if (sourcesOf(translator, to).length === 0) continue;
    const { judge, real } = await judgeOfDigits(folders, to, told);
    const compared = { reference: real.train, heldOut };
    try {
      all.push(...(await judgeDigits(translator, to, judge, compared, told.signal)));
    } finally {
      judge.dispose();
    }
  }
  return all;
}
