import { DataError, type Example, type Picture } from '@xm/data';
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
import type { Judge, JudgeAccuracy } from './judge.ts';
import { type FactorName, layoutOf } from './layout.ts';
import { type Turns, turnsOf } from './turns.ts';

/** A fraction of right pictures, and what it is to be held against; all in 0…1. */
export interface Score {
  readonly value: number;
  /** Where it lies with 95 %, by the count of pictures. */
  readonly interval: readonly [low: number, high: number];
  /** What the same pictures would get, dealt out at random among the captions. */
  readonly chance: number;
  /** How often the judge is right about real pictures: more cannot be told from it. */
  readonly judge: number;
}

/** How manifold pictures are, and how near to real ones. */
export interface Variety extends Fidelity {
  readonly coverageByCaption: GroupCoverage;
  readonly frechet: number;
  /** By the shape that was asked. */
  readonly turns: Readonly<Record<string, Turns>>;
}

/** Plain JSON. */
export interface TranslationReport {
  /** Pictures that were judged. */
  readonly count: number;
  /** All factors of the caption are right. */
  readonly strict: Score;
  readonly attributes: Readonly<Record<FactorName, Score>>;
  readonly variety: Variety;
  /** What other real pictures get in the same way: a perfect generator. */
  readonly realVariety: Variety;
  readonly judge: JudgeAccuracy;
}

export interface Real {
  /** What generated pictures are compared with, of all captions. */
  readonly reference: readonly Example[];
  /** Other real pictures, about as many as were generated, which stand for a perfect generator. */
  readonly others: readonly Example[];
}

/**
 * How good pictures are that were made from captions: whether they show what was asked, whether they show
 * it in every way that the caption leaves open, and how far they are from real ones.
 *
 * @param generated examples with the picture that was made, and the `factors` that were asked for
 * @throws DataError when an example lacks its picture or a factor; RangeError when there are too few, see
 *   `precisionRecallDensityCoverage`; the signal's reason when aborted.
 */
export async function evaluateTranslations(
  judge: Judge,
  generated: readonly Example[],
  real: Real,
  signal?: AbortSignal,
): Promise<TranslationReport> {
  const reference = await look(judge, real.reference, signal);
  const [seen, seenOthers] = [
    await look(judge, generated, signal),
    await look(judge, real.others, signal),
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
    judge: accuracy,
  };
}

/** Examples as the judge sees them, with what was asked. */
type Seen = Awaited<ReturnType<typeof look>>;

async function look(judge: Judge, examples: readonly Example[], signal?: AbortSignal) {
  const layout = layoutOf(judge.config.level);
  const asked = examples.map((example) => askedFactors(example, layout));
  const captions = asked.map((factors) => Object.values(factors).join(' '));
  return { asked, captions, ...(await judge.read(examples.map(pictureOf), signal)) };
}

function pictureOf({ id, image }: Example): Picture {
  if (image !== undefined) return image;
  throw new DataError(
    `judge: example '${id}' must have a picture. Filter such examples out first.`,
  );
}

function varietyOf(reference: Seen, seen: Seen): Variety {
  const groups = { real: reference.captions, generated: seen.captions };
  const shapes = seen.asked.map(({ shape }) => shape);
  return {
    ...precisionRecallDensityCoverage(reference.features, seen.features),
    coverageByCaption: coverageByGroup(reference.features, seen.features, groups),
    frechet: frechetDistance(reference.features, seen.features),
    turns: turnsOf(seen.captions, shapes, seen.verdicts),
  };
}
