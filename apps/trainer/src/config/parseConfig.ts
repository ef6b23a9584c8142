import { ConfigError } from '@xm/tensor-ops';
import type { z } from 'zod';
import { type Config, configSchema } from './schema.ts';

/**
 * @throws ConfigError with the path of the first bad field, what was expected and what came.
 */
export function parseConfig(value: unknown, source = 'config'): Config {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigError(describe(innermost(result.error.issues[0]), value, source));
}

type Issue = z.core.$ZodIssue;

/** A union reports every branch: what counts is the branch that came furthest. */
function innermost(issue: Issue, path: PropertyKey[] = []): Issue {
  const full = [...path, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = issue.errors
      .filter((issues) => issues.length > 0)
      .map((issues) => innermost(issues[0], full));
    return branches.reduce((deepest, next) =>
      next.path.length > deepest.path.length ? next : deepest,
    );
  }
  return { ...issue, path: full };
}

function describe(issue: Issue, value: unknown, source: string): string {
  const at = [source, ...issue.path].join('.');
  const came = show(valueAt(value, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const parent = valueAt(value, issue.path) as object;
      const key = issue.keys[0];
      return `${at}.${key} is not a known field. Known there: ${knownBeside(parent, issue.keys)}.`;
    }
    case 'invalid_type':
      return `${at} must be ${article(issue.expected)}, got ${came}.`;
    case 'invalid_value':
      return `${at} must be ${oneOf(issue.values, valueAt(value, issue.path))}`;
    case 'invalid_union': {
      const { options = [] } = issue as { options?: readonly unknown[] };
      return `${at} must be ${oneOf(options, valueAt(value, issue.path))}`;
    }
    case 'too_small':
      return `${at} must ${limit('at least', issue.minimum, issue.origin)}, got ${came}.`;
    case 'too_big':
      return `${at} must ${limit('at most', issue.maximum, issue.origin)}, got ${came}.`;
    default:
      return `${at}: ${issue.message}, got ${came}.`;
  }
}

/** `one of 'words', 'bytes', got 'word'. Did you mean 'words'?` */
function oneOf(values: readonly unknown[], came: unknown): string {
  const nearest = nearestOf(came, values);
  const hint = nearest === undefined ? '' : ` Did you mean ${show(nearest)}?`;
  return `${values.length > 1 ? 'one of ' : ''}${values.map(show).join(', ')}, got ${show(came)}.${hint}`;
}

const limit = (word: string, bound: number | bigint, origin: string): string =>
  origin === 'array' ? `hold ${word} ${bound}` : `be ${word} ${bound}`;

const article = (expected: string): string =>
  expected === 'int'
    ? 'a whole number'
    : `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected === 'object' ? 'object' : expected}`;

const show = (value: unknown): string =>
  value === undefined
    ? 'nothing'
    : typeof value === 'string'
      ? `'${value}'`
      : JSON.stringify(value).slice(0, 80);

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );

const knownBeside = (parent: object, unknown: readonly string[]): string =>
  Object.keys(parent)
    .filter((key) => !unknown.includes(key))
    .join(', ') || 'see docs';

function nearestOf(value: unknown, options: readonly unknown[]): unknown {
  if (typeof value !== 'string') return undefined;
  const scored = options
    .filter((option): option is string => typeof option === 'string')
    .map((option) => ({ option, distance: editDistance(value, option) }))
    .sort((a, b) => a.distance - b.distance);
  return scored.length > 0 && scored[0].distance <= 3 ? scored[0].option : undefined;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
