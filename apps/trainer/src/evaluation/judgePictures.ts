import type { Example, Translator } from '@xm/data';
import { evaluateTranslations, type TranslationReport } from '../judge/evaluateTranslations.ts';
import type { Judge } from '../judge/judge.ts';
import type { DirectionFigures } from './directionFigures.ts';

/** Held-out examples that each direction is judged by. */
const most = 300;

/**
 * Pictures made from captions or from what says them, held against what was asked and against real ones.
 *
 * @param reference real pictures of all captions, about five times as many as are judged
 */
export async function judgePictures(
  translator: Translator,
  judge: Judge,
  { heldOut, reference }: { heldOut: readonly Example[]; reference: readonly Example[] },
  signal?: AbortSignal,
): Promise<(DirectionFigures & { readonly report: TranslationReport })[]> {
  const others = heldOut.filter(({ image }) => image !== undefined).slice(0, most);
  const all: (DirectionFigures & { report: TranslationReport })[] = [];
  for (const { from, to } of translator.directions.filter((one) => one.to === 'image')) {
    // Only of pictures the caption says all that there is to be judged: a video's has its motion, too.
    const inputs = others.filter((example) => example[from] !== undefined);
    if (inputs.length === 0) continue;
    const outputs = await translator.translate(from, to, inputs, signal ? { signal } : {});
    const made = inputs.map(({ id, factors }, i): Example => {
      const [{ image }] = outputs[i];
      return { id, ...(image && { image }), ...(factors && { factors }) };
    });
    const report = await evaluateTranslations(judge, made, { reference, others }, signal);
    const { strict, attributes, variety, realVariety } = report;
    const { coverageByCaption, frechet } = variety;
    all.push({
      from,
      to,
      examples: inputs.length,
      figures: {
        strict: { value: strict.value, chance: strict.chance },
        ...Object.fromEntries(
          Object.entries(attributes).map(([name, { value, chance }]) => [name, { value, chance }]),
        ),
        coverage: { value: variety.coverage },
        coverageOfReal: { value: realVariety.coverage },
        coverageByCaption: { value: coverageByCaption.coverage },
        frechet: { value: frechet },
        frechetOfReal: { value: realVariety.frechet },
        ...turnFigures(report),
      },
      report,
    });
  }
  return all;
}

/** How many of the eight bins of 45° are met, by shape. */
const turnFigures = ({ variety: { turns } }: TranslationReport): DirectionFigures['figures'] =>
  Object.fromEntries(
    Object.entries(turns).map(([shape, { bins, met }]) => [
      `turns of ${shape}`,
      { value: met / bins },
    ]),
  );
