import type { Example, Translator } from '@xm/data';
import { speechFigures } from '../judge/speech/speechFigures.ts';
import type { SpeechJudge } from '../judge/speech/speechJudge.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { inputsOf, judgedBy, sourcesOf, translated } from './judged.ts';

/** Sounds made from captions or from what shows them: how much of the caption a recogniser understands. */
export async function judgeSounds(
  translator: Translator,
  judge: SpeechJudge,
  heldOut: readonly Example[],
  signal?: AbortSignal,
): Promise<DirectionFigures[]> {
  const to = 'speech';
  const captioned = heldOut.filter(({ text }) => text !== undefined);
  const all: DirectionFigures[] = [];
  for (const from of sourcesOf(translator, to)) {
    const inputs = judgedBy(inputsOf(captioned, { from, to }));
    if (inputs.length === 0) continue;
    const asked = inputs.map(({ text = '' }) => text);
    const made = await translated(translator, [from, to], inputs, signal);
    const { words, wholeCaption } = speechFigures(asked, await judge.hear(made, signal));
    const { accuracy } = judge;
    all.push({
      from,
      to,
      examples: inputs.length,
      figures: {
        wordsUnderstood: { ...words, real: accuracy.words.value },
        wholeCaption: { ...wholeCaption, real: accuracy.wholeCaption.value },
      },
    });
  }
  return all;
}
