import { readFileSync } from 'node:fs';

export { bundle } from './bundle.ts';

/** Numbers computed by an independent library. */
export interface Golden<Inputs = Record<string, unknown>, Expected = unknown> {
  readonly inputs: Inputs;
  readonly expected: Expected;
  /** Which library and version computed them, with which seed. */
  readonly provenance: string;
}

/**
 * Reads a golden file, a JSON object of inputs, expected and provenance.
 *
 * @throws Error when a part is missing.
 */
export function golden<Inputs = Record<string, unknown>, Expected = unknown>(
  path: string | URL,
): Golden<Inputs, Expected> {
  const read = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  for (const part of ['inputs', 'expected', 'provenance']) {
    if (!(part in read)) {
      throw new Error(
        `golden: ${path} must have inputs, expected and provenance, ${part} is missing. ` +
          'Write the file anew with its script in tools/golden.',
      );
    }
  }
  return read as unknown as Golden<Inputs, Expected>;
}
