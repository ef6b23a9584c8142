import type { Example, Translator } from '@xm/data';
import type { Config } from '../config/schema.ts';
import type { Context } from '../verbs/verb.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgeMadeDigits } from './judgeMadeDigits.ts';
import { judgeMadeShapes } from './judgeMadeShapes.ts';
import { judgeTexts } from './judgeTexts.ts';

/** Held-out examples there must be to judge anything by them: of fewer the figures would mean nothing. */
export const fewest = 50;

/** What judges are told besides what they judge. */
export type Told = Pick<Context, 'signal' | 'err'>;

/**
 * How well a translator does each direction that can be judged: to words; of drawn shapes to pictures, videos
 * and speech; to written and spoken digits. Judges are trained once and kept.
 *
 * @param source what the run learned from
 */
export async function judgeTranslator(
  source: Config['data'],
  translator: Translator,
  { heldOut }: { readonly heldOut: readonly Example[] },
  told: Told,
): Promise<DirectionFigures[]> {
  const texts = await judgeTexts(translator, heldOut, told.signal);
  if (heldOut.length < fewest) return texts;
  if (source.source === 'shapes') {
    return [...(await judgeMadeShapes({ source, translator, heldOut, ...told })), ...texts];
  }
  if (source.source === 'digits') {
    return [...(await judgeMadeDigits(source, translator, heldOut, told)), ...texts];
  }
  return texts;
}
