import type { Example, Translator } from '@xm/data';
import {
  type EvaluateOptions,
  evaluateTranslations,
  type Real,
  type TranslationReport,
} from '../judge/evaluateTranslations.ts';
import type { Judge } from '../judge/judge.ts';
import { seenBy, sideOf } from '../judge/judgeConfig.ts';
import type { FactorName } from '../judge/layout.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { inputsOf, judgedBy, sourcesOf, translated } from './judged.ts';
import { outlineFigures } from './outlineFigures.ts';

/**
 * Pictures or videos, whichever the judge looks at, made from captions or from what says them, held against
 * what was asked and against real ones.
 *
 * @param reference real ones of all captions, about five times as many as are judged
 */
export async function judgeSeen(
  translator: Translator,
  judge: Judge,
  { heldOut, reference }: { heldOut: readonly Example[]; reference: readonly Example[] },
  signal?: AbortSignal,
): Promise<DirectionFigures[]> {
  const to = seenBy(judge.config);
  const others = judgedBy(heldOut.filter((example) => example[to] !== undefined));
  const all: DirectionFigures[] = [];
  for (const from of sourcesOf(translator, to)) {
    const inputs = judgedBy(inputsOf(heldOut, { from, to }));
    if (inputs.length === 0) continue;
    const outputs = await translated(translator, [from, to], inputs, signal);
    const made = inputs.map(({ id, factors }, i): Example => {
      const { [to]: seen } = outputs[i];
      return { id, ...(seen && { [to]: seen }), ...(factors && { factors }) };
    });
    const real = { reference, others };
    const free = from === 'image' ? motionOf(judge) : [];
    all.push({ from, to, ...(await judgeMade(judge, made, real, { free, signal })) });
  }
  return all;
}

/** What was made, by the factors that were asked for; pictures by their outlines, too. */
export async function judgeMade(
  judge: Judge,
  made: readonly Example[],
  real: Real,
  options: EvaluateOptions,
): Promise<Pick<DirectionFigures, 'examples' | 'figures'>> {
  const report = await evaluateTranslations(judge, made, real, options);
  const outlines =
    seenBy(judge.config) === 'image'
      ? await outlineFigures(made, real.others, sideOf(judge.config), options.signal)
      : {};
  return { examples: made.length, figures: { ...figuresOf(report), ...outlines } };
}

/** A picture does not show what moves: a video of it may move as it likes. */
const motionOf = ({ config }: Judge): FactorName[] =>
  seenBy(config) === 'video' ? ['motion'] : [];

function figuresOf(report: TranslationReport): DirectionFigures['figures'] {
  const { strict, attributes, variety, realVariety, coverageOfAsMany } = report;
  const scores = Object.entries({ strict, ...attributes }).map(
    ([name, { value, chance, judge: real }]) => [name, { value, chance, real }],
  );
  return {
    ...Object.fromEntries(scores),
    coverage: { value: variety.coverage, real: realVariety.coverage },
    ...(variety.coverageByCaption && {
      coverageByCaption: {
        value: variety.coverageByCaption.coverage,
        real: variety.coverageByCaption.expected,
      },
    }),
    coverageOfAsMany: { value: coverageOfAsMany.value, real: coverageOfAsMany.expected },
    frechet: { value: variety.frechet, real: realVariety.frechet },
    ...turnFigures(report),
  };
}

/** How many of the eight bins of 45° are met, and how surely the judge tells how a shape is turned, by shape. */
const turnFigures = ({ variety, realVariety }: TranslationReport): DirectionFigures['figures'] =>
  Object.fromEntries(
    Object.entries(variety.turns).flatMap(([shape, { bins, met, sureness }]) => {
      const real = realVariety.turns[shape]?.sureness;
      return [
        [`turns of ${shape}`, { value: met / bins }],
        [`sure of turn of ${shape}`, { value: sureness, ...(real !== undefined && { real }) }],
      ];
    }),
  );
