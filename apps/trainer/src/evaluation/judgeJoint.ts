import type { Example, Modality } from '@xm/data';
import { coherence } from '@xm/metrics';
import type { Config } from '../config/schema.ts';
import { factorsSaid } from '../judge/factorsSaid.ts';
import type { Judge } from '../judge/judge.ts';
import { layoutOfJudge } from '../judge/judgeConfig.ts';
import type { Figure } from './directionFigures.ts';
import { judgeOfDigits } from './judgeOfDigits.ts';
import { judgeOfShapes } from './judgeOfShapes.ts';
import { fewest, type Told } from './judgeTranslator.ts';

/** How well two modalities agree that were made at once, from nothing. */
export interface JointFigures {
  readonly modalities: readonly [Modality, Modality];
  readonly examples: number;
  /** Chance: that of others' against each. Real: what the judge is right about, of one modality or of both. */
  readonly agree: Figure;
}

/** Makes examples from nothing, each in several modalities. */
export type Sampling = (
  into: readonly Modality[],
  count: number,
  signal: AbortSignal,
) => Promise<Example[]>;

/** Examples that are made. */
const count = 500;

/**
 * Joint coherence: of shapes, whether a picture shows all that its caption says; of digits, whether the same one is written
 * and said. Undefined for data or modalities that cannot be judged so, and where nothing is judged, few being held out.
 */
export async function judgeJoint(
  source: Config['data'],
  known: readonly Modality[],
  sampling: Sampling,
  { heldOut }: { readonly heldOut: readonly Example[] },
  told: Told,
): Promise<JointFigures | undefined> {
  if (heldOut.length < fewest) return undefined;
  const knows = (...some: Modality[]): boolean => some.every((one) => known.includes(one));
  if (source.source === 'shapes' && knows('image', 'text')) return shapes(source, sampling, told);
  if (source.source === 'digits' && knows('image', 'speech')) return digits(source, sampling, told);
  return undefined;
}

async function shapes(
  source: Extract<Config['data'], { source: 'shapes' }>,
  sampling: Sampling,
  told: Told,
): Promise<JointFigures> {
  const judge = await judgeOfShapes(source, 'image', told);
  try {
    const made = await sampling(['image', 'text'], count, told.signal);
    const agree = await captionsFit(judge, made, told.signal);
    return { modalities: ['image', 'text'], examples: count, agree };
  } finally {
    judge.dispose();
  }
}

/** How often pictures show all that their captions say. */
export async function captionsFit(
  judge: Judge,
  made: readonly Example[],
  signal?: AbortSignal,
): Promise<Figure> {
  const { heads } = layoutOfJudge(judge.config);
  const said = made.map(({ text = '' }) => factorsSaid(text, heads));
  const { verdicts } = await judge.read(made, signal);
  const shown = verdicts.map(({ factors }) => factors as Record<string, string>);
  const { strict, chance } = coherence(said, shown);
  return { value: strict, chance: chance.strict, real: judge.accuracy.strict };
}

async function digits(
  source: Extract<Config['data'], { source: 'digits' }>,
  sampling: Sampling,
  told: Told,
): Promise<JointFigures> {
  const made = await sampling(['image', 'speech'], count, told.signal);
  const read = async (of: 'image' | 'speech') => {
    const { judge } = await judgeOfDigits(source, of, told);
    try {
      const judged = await judge.read(made, told.signal);
      return { digits: judged.digits.map((digit) => ({ digit })), real: judge.accuracy.value };
    } finally {
      judge.dispose();
    }
  };
  const [written, spoken] = [await read('image'), await read('speech')];
  const { strict, chance } = coherence(written.digits, spoken.digits);
  const agree = { value: strict, chance: chance.strict, real: written.real * spoken.real };
  return { modalities: ['image', 'speech'], examples: count, agree };
}
