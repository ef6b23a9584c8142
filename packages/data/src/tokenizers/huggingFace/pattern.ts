import { type Part, partOf, textIn, unsupported } from './part.ts';

const word = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}';
/** What Oniguruma and JavaScript understand differently, outside of sets such as [a-z] … */
const outside: Readonly<Record<string, string>> = {
  '.': '[^\\n]',
  '^': '(?<![^\\n])',
  $: '(?![^\\n])',
  '(?i:': '(?:',
  '\\w': `[${word}]`,
  '\\W': `[^${word}]`,
};
/** … and in them too. */
const anywhere: Readonly<Record<string, string>> = {
  '\\s': '\\p{White_Space}',
  '\\S': '\\P{White_Space}',
  '\\d': '\\p{Nd}',
  '\\D': '\\P{Nd}',
  '\\w': word,
};
/** A property, the number of a character, another escape, the beginning of a group, any other character. */
const pieces =
  /\\[pP]\{\w+\}|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.|\(\?(?:[:=!]|<[=!]|i:)?|&&|./gsu;
/** Escapes of letters and digits that mean the same in both. */
const common = /^\\(?:[nrtfv0]|[pPxu].)/u;

/**
 * The pattern of a part, `{ String }` or `{ Regex }`, as a RegExp that finds all its places.
 *
 * @throws DataError when it uses what Oniguruma has and JavaScript does not, such as possessive quantifiers.
 */
export function patternIn(part: Part): RegExp {
  const pattern = partOf(part.fields.pattern, `${part.at}.pattern`);
  if ('String' in pattern.fields) return new RegExp(escaped(textIn(pattern, 'String')), 'gu');
  const source = textIn(pattern, 'Regex');
  try {
    return new RegExp(translated(source), 'gu');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw unsupported(pattern.at, `the pattern ${source}`);
  }
}

/** A text as a pattern that finds it. */
export const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** @throws SyntaxError where there is no translation. */
function translated(source: string): string {
  if (/\[\^?\]/.test(source)) throw new SyntaxError('a set that begins with ]');
  let out = '';
  let inSet = false;
  // Whether letters stand for both cases: in the whole pattern, then in each group that is open.
  const bothCases = [false];
  for (const [piece] of source.matchAll(pieces)) {
    const both = bothCases[bothCases.length - 1];
    if (both && (/^\\[pPxu]/.test(piece) || (inSet && /\p{L}/u.test(piece)))) {
      throw new SyntaxError('a set of both cases');
    }
    out += both && /^[a-z]$/i.test(piece) ? eitherCase(piece) : translatedPiece(piece, inSet);
    if (!inSet && piece.startsWith('(')) bothCases.push(both || piece === '(?i:');
    if (!inSet && piece === ')') bothCases.pop();
    if (piece === '[' || piece === ']') inSet = piece === '[';
  }
  return out;
}

const eitherCase = (letter: string): string => `[${letter.toLowerCase()}${letter.toUpperCase()}]`;

function translatedPiece(piece: string, inSet: boolean): string {
  if (piece === '(?' || piece === '&&' || (inSet && piece === '[')) {
    throw new SyntaxError('an option, an intersection or a set in a set');
  }
  const other = (inSet ? undefined : outside[piece]) ?? anywhere[piece];
  if (other !== undefined) return other;
  if (!piece.startsWith('\\') || common.test(piece)) return piece;
  if (/^\\[\p{L}\p{N}]/u.test(piece)) throw new SyntaxError('an escape of another meaning');
  return piece === '\\-' && inSet ? piece : escaped(piece.slice(1));
}
