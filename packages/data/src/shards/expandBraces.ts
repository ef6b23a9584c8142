import { DataError } from '../dataError.ts';

const most = 100_000;

/**
 * The names that a pattern stands for: `x-{000..012}.tar` counts with as many digits, `{train,test}.tar`
 * lists. Several braces give all combinations. A name without braces stands for itself.
 *
 * @throws DataError for a range that is none, and for more than 100,000 names.
 */
export function expandBraces(pattern: string): string[] {
  const found = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(pattern);
  if (found === null) return [pattern];
  const [, before, inside, after] = found;
  const options = optionsOf(inside, pattern);
  const rest = expandBraces(after);
  if (options.length * rest.length > most) throw tooMany(pattern);
  return options.flatMap((option) => rest.map((end) => before + option + end));
}

function optionsOf(inside: string, pattern: string): string[] {
  if (inside.includes(',')) return inside.split(',');
  const [, from, to] = /^(\d{1,15})\.\.(\d{1,15})$/.exec(inside) ?? [];
  const length = Number(to) - Number(from) + 1;
  if (!(length > 0)) {
    throw new DataError(
      `${pattern}: braces must hold a range that counts up or a list, as in {000..012} or {a,b}, got {${inside}}.`,
    );
  }
  if (length > most) throw tooMany(pattern);
  return Array.from({ length }, (_, i) => `${Number(from) + i}`.padStart(from.length, '0'));
}

const tooMany = (pattern: string): DataError =>
  new DataError(`${pattern}: a pattern must stand for at most ${most} names. Use several.`);
