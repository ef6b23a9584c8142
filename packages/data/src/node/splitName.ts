import { DataError } from '../dataError.ts';

/** A part of a dataset: to learn from, to choose by, to judge by. */
export type SplitName = 'train' | 'validation' | 'test';

const names: Record<string, SplitName> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  val: 'validation',
  valid: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

/** Which split others call by this name; undefined for what is none. */
export const splitCalled = (name: string): SplitName | undefined =>
  Object.hasOwn(names, name.toLowerCase()) ? names[name.toLowerCase()] : undefined;

/** @throws DataError when it is none of the three. */
export function checkSplit(caller: string, split: SplitName | undefined): void {
  if (split === undefined || splitCalled(split) === split) return;
  throw new DataError(
    `${caller}: split must be 'train', 'validation' or 'test', got '${split}'. Leave it out to have all.`,
  );
}
