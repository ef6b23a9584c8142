import type { Example, Modality, Translator } from '@xm/data';
import {
  coherence,
  coverageByGroup,
  frechetDistance,
  precisionRecallDensityCoverage,
} from '@xm/metrics';
import { coverageOf } from '../judge/coverageOf.ts';
import type { DigitJudge } from '../judge/digits/digitJudge.ts';
import { digitOf } from '../judge/digits/digitOf.ts';
import type { DirectionFigures } from './directionFigures.ts';
import { judgedBy, spread } from './judged.ts';

/** Real digits that those which are made are compared with. */
const compared = 2500;

/**
 * Digits that were written or said by a translator: whether they are the digit that was asked for, and whether they
 * are as manifold as real ones of it, beside other real ones and how often the judge is right about those.
 *
 * @param judge of the modality that is made
 * @param real.reference digits that the judge learned from
 * @param real.heldOut examples with what is to be translated, and others with what real ones are like
 * @throws DataError when an example lacks its digit; RangeError when there are too few, see
 *   `precisionRecallDensityCoverage`; the signal's reason when aborted.
 */
export async function judgeDigits(
  translator: Translator,
  to: 'image' | 'speech',
  judge: DigitJudge,
  real: { readonly reference: readonly Example[]; readonly heldOut: readonly Example[] },
  signal?: AbortSignal,
): Promise<DirectionFigures[]> {
  const having = (of: Modality): readonly Example[] =>
    judgedBy(real.heldOut.filter((example) => example[of] !== undefined));
  const reference = await look(judge, spread(real.reference, compared), signal);
  const seenOthers = await look(judge, having(to), signal);
  const others = varietyOf(reference, seenOthers);
  const all: DirectionFigures[] = [];
  for (const { from } of translator.directions.filter((one) => one.to === to)) {
    const inputs = having(from);
    if (inputs.length === 0) continue;
    const outputs = await translator.translate(from, to, inputs, signal ? { signal } : {});
    const made = inputs.map(({ factors }, i): Example => ({ ...outputs[i][0], factors: factors! }));
    const seen = await look(judge, made, signal);
    const { strict, chance } = coherence(named(seen.asked), named(seen.digits));
    const variety = varietyOf(reference, seen);
    const ofAsMany = coverageOf(seenOthers.features, seen.features);
    all.push({
      from,
      to,
      examples: inputs.length,
      figures: {
        strict: { value: strict, chance: chance.strict, real: judge.accuracy.value },
        coverage: { value: variety.coverage, real: others.coverage },
        coverageByCaption: { value: variety.byDigit, real: others.byDigit },
        coverageOfAsMany: { value: ofAsMany.value, real: ofAsMany.expected },
        frechet: { value: variety.frechet, real: others.frechet },
      },
    });
  }
  return all;
}

/** Digits as the judge takes them, with what was asked. */
type Seen = Awaited<ReturnType<typeof look>>;

async function look(judge: DigitJudge, examples: readonly Example[], signal?: AbortSignal) {
  return { asked: examples.map(digitOf), ...(await judge.read(examples, signal)) };
}

function varietyOf(reference: Seen, seen: Seen) {
  const groups = { real: reference.asked.map(String), generated: seen.asked.map(String) };
  return {
    coverage: precisionRecallDensityCoverage(reference.features, seen.features).coverage,
    byDigit: coverageByGroup(reference.features, seen.features, groups).coverage,
    frechet: frechetDistance(reference.features, seen.features),
  };
}

const named = (digits: readonly number[]) => digits.map((digit) => ({ digit }));
