import type { Example, Modality } from '@xm/data';
import { coherence } from '@xm/metrics';
import type { Config } from '../config/schema.ts';
import { sideTitle } from '../report/directionTitle.ts';
import type { Maker } from '../translate/makerOf.ts';
import type { Figure } from './directionFigures.ts';
import { digitsReader, type FactorReader, shapesReader } from './factorReader.ts';
import { inputsOf, spread } from './judged.ts';
import { fewest, type Told } from './judgeTranslator.ts';

/** How well two modalities agree that were made together. */
export interface TogetherFigures {
  /** What they were made of; not there where they were made from nothing. */
  readonly from?: Modality;
  readonly modalities: readonly [Modality, Modality];
  readonly examples: number;
  /** Chance: that of others' against each. Real: how often both are read right from real ones. */
  readonly agree: Figure;
}

/** `from nothing, picture and words`, `speech → picture and words together`. */
export const togetherTitle = ({ from, modalities }: TogetherFigures): string => {
  const made = modalities.map(sideTitle).join(' and ');
  return from === undefined ? `from nothing, ${made}` : `${sideTitle(from)} → ${made} together`;
};

/** Makes what is judged. */
export type MakesTogether = Pick<Required<Maker>, 'sampling' | 'together'>;

/** Examples that are made of nothing, and at most of one modality. */
const count = 500;
/** Those that can be read, in the order of pairs. */
const read = { shapes: ['image', 'text', 'speech'], digits: ['image', 'speech'] } as const;
type Read = (typeof read)['shapes' | 'digits'][number];

/**
 * Joint coherence: see `agreements`. Of shapes by all that captions say, of digits by which it is. Nothing for data that
 * cannot be judged so, and where few are held out.
 */
export async function judgeTogether(
  source: Config['data'],
  known: readonly Modality[],
  makes: MakesTogether,
  { heldOut }: { readonly heldOut: readonly Example[] },
  told: Told,
): Promise<TogetherFigures[]> {
  if (heldOut.length < fewest || source.source === 'emoji') return [];
  const able = read[source.source].filter((one) => known.includes(one));
  return agreements(able, (of) => readerOf(source, of, told), makes, heldOut, told.signal);
}

/**
 * How often two modalities say the same: the first two made from nothing, then, where there are three, each two made of the
 * third.
 *
 * @param able those that can be read
 */
export async function agreements(
  able: readonly Read[],
  readerOf: (of: Read) => Promise<FactorReader>,
  { sampling, together }: MakesTogether,
  heldOut: readonly Example[],
  signal: AbortSignal,
): Promise<TogetherFigures[]> {
  if (able.length < 2) return [];
  const readers: Partial<Record<Read, FactorReader>> = {};
  const all: TogetherFigures[] = [];
  const judged = async (
    modalities: readonly [Read, Read],
    made: readonly Example[],
    from?: Modality,
  ): Promise<void> => {
    for (const each of modalities) readers[each] ??= await readerOf(each);
    const [a, b] = modalities.map((each) => readers[each] as FactorReader);
    const agree = await agreement(made, [a, b], signal);
    all.push({ ...(from && { from }), modalities, examples: made.length, agree });
  };
  try {
    const [one, two] = able;
    await judged([one, two], await sampling([one, two], count, signal));
    for (const from of able.length < 3 ? [] : able) {
      const [a, b] = able.filter((each) => each !== from);
      const inputs = spread(inputsOf(heldOut, { from, to: a }), count);
      const made = await together(from, [a, b], inputs, { seed: 1, signal });
      await judged([a, b], made, from);
    }
    return all;
  } finally {
    for (const reader of Object.values(readers)) reader.dispose();
  }
}

const readerOf = (
  source: Exclude<Config['data'], { source: 'emoji' }>,
  of: Read,
  told: Told,
): Promise<FactorReader> =>
  source.source === 'shapes'
    ? shapesReader(source, of, told)
    : digitsReader(source, of as 'image' | 'speech', told);

/** How often two modalities of examples are read alike. */
export async function agreement(
  made: readonly Example[],
  [one, two]: readonly [FactorReader, FactorReader],
  signal?: AbortSignal,
): Promise<Figure> {
  const { strict, chance } = coherence(await one.read(made, signal), await two.read(made, signal));
  return { value: strict, chance: chance.strict, real: one.real * two.real };
}
