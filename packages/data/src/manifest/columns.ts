import { DataError } from '../dataError.ts';

/** Which column of a manifest holds what. */
export interface Columns {
  readonly id?: string;
  /** Paths of pictures. */
  readonly image?: string;
  /** Paths of sounds. */
  readonly speech?: string;
  /** Paths of files of either kind: told apart by what is in them. */
  readonly file?: string;
  readonly text?: string;
}

/** Names that columns often have. The first that is there is taken. */
const usual: Record<keyof Columns, readonly string[]> = {
  id: ['id', 'key'],
  image: ['image', 'picture', 'image_path', 'img'],
  speech: ['speech', 'audio', 'sound', 'audio_path', 'wav'],
  file: ['path', 'file', 'file_name', 'filename', 'filepath'],
  text: [
    'text',
    'caption',
    'title',
    'sentence',
    'transcript',
    'transcription',
    'description',
    'label',
  ],
};

/**
 * The columns that were asked for, and for the others those with a usual name.
 *
 * @throws DataError when a column that was asked for is not there, or none holds a modality.
 */
export function columnsOf(source: string, there: readonly string[], asked: Columns): Columns {
  for (const [role, name] of Object.entries(asked)) {
    if (there.includes(name)) continue;
    throw new DataError(
      `${source}: the column for ${role} must be one of ${there.join(', ')}, got '${name}'. ` +
        `Did you mean '${nearest(name, there)}'?`,
    );
  }
  const lower = new Map(there.map((name) => [name.toLowerCase(), name]));
  const roles = Object.keys(usual) as (keyof Columns)[];
  const found = Object.fromEntries(
    roles.flatMap((role) => {
      const name = asked[role] ?? lower.get(usual[role].find((one) => lower.has(one)) ?? '');
      return name === undefined ? [] : [[role, name]];
    }),
  );
  if (roles.some((role) => role !== 'id' && role in found)) return found;
  throw new DataError(
    `${source}: a manifest must have a column of pictures, sounds, files or text, its columns are ` +
      `${there.join(', ')}. Name one image, speech, path or text, or say which it is.`,
  );
}

/** The candidate with the fewest letters to change. */
function nearest(name: string, candidates: readonly string[]): string {
  const distances = candidates.map((candidate) => editDistance(name, candidate));
  return candidates[distances.indexOf(Math.min(...distances))];
}

/** @see Levenshtein 1966 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1].toLowerCase() === b[j - 1].toLowerCase() ? 0 : 1;
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + same));
    }
    row = next;
  }
  return row[b.length];
}
