import type { Judge } from '../judge/judge.ts';
import { seenBy, sideOf } from '../judge/judgeConfig.ts';
import type { SpeechJudge } from '../judge/speech/speechJudge.ts';
import { count, percent } from '../report/format.ts';

/** How often a judge is right, in lines of at most 80 columns. */
export function judgeText({ config, accuracy }: Pick<Judge, 'config' | 'accuracy'>): string {
  const { strict, attributes, chance, rotationError } = accuracy;
  const size = sideOf(config);
  const what = seenBy(config) === 'video' ? 'videos' : 'pictures';
  const factors = Object.entries(attributes).map(([name, value]) => `${name} ${percent(value)}`);
  return [
    `Judge of shapes:${config.level} at ${size} × ${size}, on ${count(accuracy.count)} ${what} that it never learned from:`,
    `  all right ${percent(strict)} (chance ${percent(chance.strict)})`,
    `  ${factors.join(', ')}`,
    `  rotation off by ${rotationError.toFixed(1)}° in the middle`,
  ].join('\n');
}

/** How much a judge of speech understands, in lines of at most 80 columns. */
export function speechJudgeText({
  config,
  accuracy,
}: Pick<SpeechJudge, 'config' | 'accuracy'>): string {
  const { words, wholeCaption } = accuracy;
  return [
    `Judge of speech of shapes:${config.level}, on ${count(accuracy.count)} captions by voices it never heard:`,
    `  words understood ${percent(words.value)} (chance ${percent(words.chance)})`,
    `  whole captions ${percent(wholeCaption.value)} (chance ${percent(wholeCaption.chance)})`,
  ].join('\n');
}
