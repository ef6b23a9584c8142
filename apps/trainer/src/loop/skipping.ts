import type { SkippedLine } from '../run/log.ts';

/** So many steps in a row may be skipped, unless the config says otherwise. */
export const usuallySkipped = 20;

/** The first of a step's numbers that is not finite. */
export const notFinite = (
  numbers: Readonly<Record<string, number>>,
): readonly [name: string, value: number] | undefined =>
  Object.entries(numbers).find(([, value]) => !Number.isFinite(value));

/** What is noted of a step whose params are not used. */
export const skippedLine = (
  step: number,
  [name, value]: readonly [string, number],
  inARow: number,
): SkippedLine => ({
  step,
  skipped: name === 'gradientNorm' ? 'gradient' : name,
  value: String(value),
  inARow,
});

/** `step 311: the loss is not finite, skipped (2 of at most 20)` */
export const skippedText = ({ step, skipped, inARow }: SkippedLine, most: number): string =>
  `step ${step}: the ${skipped} is not finite, skipped (${inARow} of at most ${most})`;

/** How many steps in a row were skipped last: none, once it was too many, since somebody has seen to it. */
export const goingOn = (last: SkippedLine | undefined, most: number): number =>
  last === undefined || last.inARow > most ? 0 : last.inARow;
