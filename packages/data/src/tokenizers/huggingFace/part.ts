import { DataError } from '../../dataError.ts';

/** An object of a tokenizer.json, and where it stands there, for errors. */
export interface Part {
  readonly at: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Deeper than any tokenizer, and no deeper than calls may be nested. */
const longestPlace = 1000;

/** @throws DataError when it is not an object, or nested absurdly. */
export function partOf(value: unknown, at: string): Part {
  if (at.length > longestPlace) throw unsupported(at.slice(0, 40), 'such deep nesting');
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { at, fields: value as Record<string, unknown> };
  }
  throw mustBe(at, 'an object', value);
}

/** A field that may be left out (or null) when there is something to take `instead`. */
export const textIn = (part: Part, name: string, instead?: string): string =>
  field(part, name, (value) => typeof value === 'string', 'a string', instead);

export const flagIn = (part: Part, name: string, instead?: boolean): boolean =>
  field(part, name, (value) => typeof value === 'boolean', 'true or false', instead);

export const countIn = (part: Part, name: string, instead?: number): number =>
  field(part, name, isCount, 'an integer from 0', instead);

export const listIn = (
  part: Part,
  name: string,
  instead?: readonly unknown[],
): readonly unknown[] => field(part, name, (value) => Array.isArray(value), 'a list', instead);

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const mustBe = (at: string, what: string, got: unknown): DataError =>
  new DataError(
    `fromHuggingFace: ${at} must be ${what}, got ${(JSON.stringify(got) ?? 'nothing').slice(0, 60)}.`,
  );

export const unsupported = (at: string, what: string): DataError =>
  new DataError(`fromHuggingFace: ${at} asks for ${what}, which is not supported here.`);

function field<T>(
  { at, fields }: Part,
  name: string,
  is: (value: unknown) => boolean,
  what: string,
  instead: T | undefined,
): T {
  const value = fields[name] ?? instead;
  if (is(value)) return value as T;
  throw mustBe(`${at}.${name}`, what, value);
}
