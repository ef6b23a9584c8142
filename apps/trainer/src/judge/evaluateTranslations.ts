import type { Example } from '@xm/data';
import {
  coherence,
  confidenceInterval,
  coverageByGroup,
  type Fidelity,
  frechetDistance,
  type GroupCoverage,
  precisionRecallDensityCoverage,
} from '@xm/metrics';
import { askedFactors } from './askedFactors.ts';
import { type CoverageOf, coverageOf } from './coverageOf.ts';
import type { Judge, JudgeAccuracy } from './judge.ts';
import { layoutOfJudge } from './judgeConfig.ts';
import type { FactorName } from './layout.ts';
import { type Turns, turnsOf } from './turns.ts';

/** A fraction of right pictures or videos, and what it is to be held against; all in 0…1. */
export interface Score {
  readonly value: number;
  /** Where it lies with 95 %, by their count. */
  readonly interval: readonly [low: number, high: number];
  /** What the same ones would get, dealt out at random among the captions. */
  readonly chance: number;
  /** How often the judge is right about real ones: more cannot be told from it. */
  readonly judge: number;
}

/** How manifold pictures or videos are, and how near to real ones. */
export interface Variety extends Fidelity {
  /** Left out where no caption that was asked has six real ones. */
  readonly coverageByCaption?: GroupCoverage;
  readonly frechet: number;
  /** By the shape that was asked. */
  readonly turns: Readonly<Record<string, Turns>>;
}

/** Plain JSON. */
export interface TranslationReport {
  /** Pictures or videos that were judged. */
  readonly count: number;
  /** All factors of the caption are right. */
  readonly strict: Score;
  readonly attributes: Readonly<Record<FactorName, Score>>;
  readonly variety: Variety;
  /** What other real ones get in the same way: a perfect generator. */
  readonly realVariety: Variety;
  /** Of the other real ones, of which there are about as many as were made, and what a perfect generator gets on average. */
  readonly coverageOfAsMany: CoverageOf;
  readonly judge: JudgeAccuracy;
}

export interface Real {
  /** What generated ones are compared with, of all captions. */
  readonly reference: readonly Example[];
  /** Other real ones, about as many as were generated, which stand for a perfect generator. */
  readonly others: readonly Example[];
}

export interface EvaluateOptions {
  /** Factors that nobody asked for: they may be what they like. */
  readonly free?: readonly FactorName[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * How good pictures or videos are that were made from captions: whether they show what was asked, whether
 * they show it in every way that the caption leaves open, and how far they are from real ones.
 *
 * @param generated examples with what was made, and the `factors` that were asked for
 * @throws DataError when an example lacks what the judge looks at or a factor; RangeError when there are too
 *   few, see `precisionRecallDensityCoverage`; the signal's reason when aborted.
 */
export async function evaluateTranslations(
  judge: Judge,
  generated: readonly Example[],
  real: Real,
  options: EvaluateOptions = {},
): Promise<TranslationReport> {
  const reference = await look(judge, real.reference, options);
  const [seen, seenOthers] = [
    await look(judge, generated, options),
    await look(judge, real.others, options),
  ];
  const { asked, verdicts } = seen;
  const figures = coherence(
    asked,
    verdicts.map(({ factors }) => factors),
  );
  const { count, chance } = figures;
  const { accuracy } = judge;
  const score = (value: number, chance: number, judge: number): Score => ({
    value,
    interval: confidenceInterval(value, count),
    chance,
    judge,
  });
  const names = Object.keys(figures.attributes) as FactorName[];
  const attributes = names.map((name) => {
    const [value, by, judged] = [figures, chance, accuracy].map((f) => f.attributes[name]);
    return [name, score(value, by, judged)] as const;
  });
  return {
    count,
    strict: score(figures.strict, chance.strict, accuracy.strict),
    attributes: Object.fromEntries(attributes) as Record<FactorName, Score>,
    variety: varietyOf(reference, seen),
    realVariety: varietyOf(reference, seenOthers),
    coverageOfAsMany: coverageOf(seenOthers.features, seen.features),
    judge: accuracy,
  };
}

/** Examples as the judge sees them, with what was asked. */
type Seen = Awaited<ReturnType<typeof look>>;

async function look(
  judge: Judge,
  examples: readonly Example[],
  { free = [], signal }: EvaluateOptions,
) {
  const { heads } = layoutOfJudge(judge.config);
  const layout = { heads: heads.filter(({ name }) => !free.includes(name)) };
  const asked = examples.map((example) => askedFactors(example, layout));
  const captions = asked.map((factors) => Object.values(factors).join(' '));
  return { asked, captions, ...(await judge.read(examples, signal)) };
}

function varietyOf(reference: Seen, seen: Seen): Variety {
  const groups = { real: reference.captions, generated: seen.captions };
  const shapes = seen.asked.map(({ shape }) => shape);
  return {
    ...precisionRecallDensityCoverage(reference.features, seen.features),
    ...(canBeMeasured(groups) && {
      coverageByCaption: coverageByGroup(reference.features, seen.features, groups),
    }),
    frechet: frechetDistance(reference.features, seen.features),
    turns: turnsOf(seen.captions, shapes, seen.verdicts),
  };
}

/** Whether a caption has enough real ones for a coverage of its own: more than there are neighbours. */
function canBeMeasured(by: Record<'real' | 'generated', readonly string[]>): boolean {
  const asked = [...new Set(by.generated)];
  return asked.some((caption) => by.real.filter((other) => other === caption).length > 5);
}
