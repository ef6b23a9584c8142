import type { Example, Translator } from '@xm/data';
import { chanceAgreement, chanceWordErrorRate, exactMatch, wordErrorRate } from '@xm/metrics';
import type { DirectionFigures } from './directionFigures.ts';
import { inputsOf, judgedBy, sourcesOf, translated } from './judged.ts';

/** Captions told from what shows or says them: the whole caption is right, and how many words are wrong. */
export async function judgeTexts(
  translator: Translator,
  heldOut: readonly Example[],
  signal?: AbortSignal,
): Promise<DirectionFigures[]> {
  const to = 'text';
  const captioned = heldOut.filter(({ text }) => text !== undefined);
  const all: DirectionFigures[] = [];
  for (const from of sourcesOf(translator, to)) {
    const inputs = judgedBy(inputsOf(captioned, { from, to }));
    if (inputs.length === 0) continue;
    const outputs = await translated(translator, [from, to], inputs, signal);
    const said = outputs.map(({ text = '' }) => text);
    const asked = inputs.map(({ text = '' }) => text);
    all.push({
      from,
      to,
      examples: inputs.length,
      figures: {
        wholeCaption: { value: exactMatch(asked, said), chance: chanceAgreement(asked, said) },
        wordErrorRate: {
          value: wordErrorRate(asked, said),
          chance: chanceWordErrorRate(asked, said),
        },
      },
    });
  }
  return all;
}
