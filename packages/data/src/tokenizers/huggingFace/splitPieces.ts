/** A piece of a text, and whether the text begins with it. */
export interface Piece {
  readonly text: string;
  readonly atStart: boolean;
}

/** What becomes of the places that a pattern finds. */
export const splitBehaviours = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
] as const;
export type SplitBehaviour = (typeof splitBehaviours)[number];

interface Span {
  start: number;
  end: number;
  /** Whether this is a place that the pattern finds, or one between them. */
  readonly found: boolean;
}

/**
 * A piece cut where a pattern is found, into pieces that are not empty. It is cut as they are asked for, where
 * they can be told without looking ahead.
 *
 * @param options.invert cuts where it is not found instead
 */
export function* splitPiece(
  { text, atStart }: Piece,
  pattern: RegExp,
  { behaviour, invert = false }: { behaviour: SplitBehaviour; invert?: boolean },
): Generator<Piece, void, undefined> {
  const spans = spansOf(text, pattern, invert);
  const whole = behaviour === 'Removed' || behaviour === 'Isolated';
  for (const { start, end, found } of whole ? spans : joined([...spans], behaviour)) {
    if (found && behaviour === 'Removed') continue;
    yield { text: text.slice(start, end), atStart: atStart && start === 0 };
  }
}

function* spansOf(
  text: string,
  pattern: RegExp,
  invert: boolean,
): Generator<Span, void, undefined> {
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (match.index > done) yield { start: done, end: match.index, found: invert };
    if (end > match.index) yield { start: match.index, end, found: !invert };
    done = end;
  }
  if (text.length > done) yield { start: done, end: text.length, found: invert };
}

function joined(spans: readonly Span[], behaviour: SplitBehaviour): Span[] {
  const backwards = behaviour === 'MergedWithNext';
  const out: Span[] = [];
  let before: Span | undefined;
  for (const span of backwards ? spans.toReversed() : spans) {
    const last = out[out.length - 1];
    const joins =
      behaviour === 'Contiguous'
        ? span.found === before?.found
        : span.found && before !== undefined && !before.found;
    if (!joins) out.push({ ...span });
    else if (backwards) last.start = span.start;
    else last.end = span.end;
    before = span;
  }
  return backwards ? out.reverse() : out;
}
