import type { Example } from '@xm/data';
import type { Config } from '../config/schema.ts';
import { factorsSaid } from '../judge/factorsSaid.ts';
import type { Judge } from '../judge/judge.ts';
import { layoutOf } from '../judge/layout.ts';
import { judgeOfDigits } from './judgeOfDigits.ts';
import { judgeOfShapes } from './judgeOfShapes.ts';
import { judgeOfSounds } from './judgeOfSounds.ts';
import type { Told } from './judgeTranslator.ts';

type Source<S extends Config['data']['source']> = Extract<Config['data'], { source: S }>;
type Heads = ReturnType<typeof layoutOf>['heads'];

/** What it is told, shown or said to be: `{ shape: 'heart', size: 'big' }`, `{ digit: '7' }`. */
export type Factors = Readonly<Record<string, string>>;

/** Finds in one modality of examples what they are. */
export interface FactorReader {
  read(examples: readonly Example[], signal?: AbortSignal): Promise<readonly Factors[]>;
  /** How often it is right about real ones, in all that they are. */
  readonly real: number;
  /** Frees what it needs. */
  dispose(): void;
}

/** Of shapes: all that captions of their level say. */
export async function shapesReader(
  source: Source<'shapes'>,
  of: 'image' | 'text' | 'speech',
  told: Told,
): Promise<FactorReader> {
  const { heads } = layoutOf(source.level);
  if (of === 'text') return textReader(heads);
  if (of === 'image') return pictureReader(await judgeOfShapes(source, 'image', told));
  const judge = await judgeOfSounds(source, told);
  return {
    read: async (examples, signal) =>
      (await judge.hear(examples, signal)).map((heard) => factorsSaid(heard, heads)),
    real: judge.accuracy.wholeCaption.value,
    dispose: judge.dispose,
  };
}

export const textReader = (heads: Heads): FactorReader => ({
  read: async (examples) => examples.map(({ text = '' }) => factorsSaid(text, heads)),
  real: 1,
  dispose: () => {},
});

export const pictureReader = (judge: Judge): FactorReader => ({
  read: async (examples, signal) =>
    (await judge.read(examples, signal)).verdicts.map(({ factors }) => factors as Factors),
  real: judge.accuracy.strict,
  dispose: judge.dispose,
});

/** Of digits: which they are. */
export async function digitsReader(
  source: Source<'digits'>,
  of: 'image' | 'speech',
  told: Told,
): Promise<FactorReader> {
  const { judge } = await judgeOfDigits(source, of, told);
  return {
    read: async (examples, signal) =>
      (await judge.read(examples, signal)).digits.map((digit) => ({ digit: `${digit}` })),
    real: judge.accuracy.value,
    dispose: judge.dispose,
  };
}
