import { DataError } from '../dataError.ts';
import { said, saidAt } from './factors.ts';
import { languages, wordings } from './pairCaption.ts';
import type { ShapesOptions } from './shapes.ts';

/** @throws DataError unless the options of `shapes` go together. */
export function checkOptions(options: ShapesOptions): void {
  const { level, motion = false, language, wording, holdOut = [] } = options;
  if (motion && level === 6) {
    throw new DataError('shapes: motion needs a level of 1 to 5, got 6. Leave out one of them.');
  }
  if (level !== 6 && (language ?? wording) !== undefined) {
    throw new DataError(
      `shapes: language and wording are for level 6, got level ${level}. Leave them out.`,
    );
  }
  checkOneOf('language', languages, language);
  checkOneOf('wording', wordings, wording);
  const names = saidAt(level, motion);
  for (const [name, word] of holdOut.flatMap((held) => Object.entries(held))) {
    const known = names.find((factor) => factor === name);
    if (known !== undefined && (said[known] as readonly string[]).includes(word)) continue;
    throw new DataError(
      `shapes: holdOut must name what level ${level} says, got ${name}: '${word}'. ` +
        `Level ${level} says ${names.join(', ')}.`,
    );
  }
}

function checkOneOf<T>(name: string, known: readonly T[], value: T | undefined): void {
  if (value === undefined || known.includes(value)) return;
  throw new DataError(`shapes: ${name} must be one of ${known.join(', ')}, got ${value}.`);
}
