import { diskCache } from '@xm/data/node';
import type { Config } from '../config/schema.ts';
import { judgeSpeech } from '../judge/speech/judgeSpeech.ts';
import type { SpeechJudge } from '../judge/speech/speechJudge.ts';
import { countPrinter } from '../screen/countPrinter.ts';
import { speaker } from '../speech/speaker.ts';
import { cacheFolder } from '../verbs/cacheFolder.ts';
import type { Told } from './judgeTranslator.ts';

/** The judge of spoken captions of a level, trained once and kept; the caller frees it. */
export function judgeOfSounds(
  { level }: Extract<Config['data'], { source: 'shapes' }>,
  { signal, err }: Told,
): Promise<SpeechJudge> {
  const printer = countPrinter(err, 'steps of the judge of speech');
  return judgeSpeech(level, {
    speak: speaker(diskCache(cacheFolder('speech'))),
    cache: diskCache(cacheFolder('judge')),
    signal,
    onProgress: printer.show,
  }).finally(printer.end);
}
