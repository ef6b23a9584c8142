import type { Example, Translator } from '@xm/data';
import { chanceAgreement, exactMatch, wordErrorRate } from '@xm/metrics';
import type { DirectionFigures } from './directionFigures.ts';

/** Captions told from what shows or says them: the whole caption is right, and how many words are wrong. */
export async function judgeTexts(
  translator: Translator,
  heldOut: readonly Example[],
  signal?: AbortSignal,
): Promise<DirectionFigures[]> {
  const all: DirectionFigures[] = [];
  for (const { from, to } of translator.directions.filter((one) => one.to === 'text')) {
    const inputs = heldOut
      .filter((example) => example[from] !== undefined && example.text !== undefined)
      .slice(0, most);
    if (inputs.length === 0) continue;
    const outputs = await translator.translate(from, to, inputs, signal ? { signal } : {});
    const said = outputs.map(([first]) => first.text ?? '');
    const asked = inputs.map(({ text }) => text ?? '');
    all.push({
      from,
      to,
      examples: inputs.length,
      figures: {
        wholeCaption: { value: exactMatch(asked, said), chance: chanceAgreement(asked, said) },
        wordErrorRate: { value: wordErrorRate(asked, said) },
      },
    });
  }
  return all;
}

/** Held-out examples that each direction is judged by. */
const most = 300;
