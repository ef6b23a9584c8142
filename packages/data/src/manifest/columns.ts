import { DataError } from '../dataError.ts';
import { nearest } from './nearest.ts';

/** Which column of a manifest holds what. */
export interface Columns {
  readonly id?: string;
  /** Paths of pictures. */
  readonly image?: string;
  /** Paths of sounds. */
  readonly speech?: string;
  /** Paths of videos, or of animated GIF files. */
  readonly video?: string;
  /** Paths of files of any kind: told apart by what is in them. */
  readonly file?: string;
  /** Texts; in JSON lines also lists of texts. */
  readonly text?: string;
  /** Which part of the data a row belongs to: 'train', 'test'. */
  readonly split?: string;
}

/** Names that columns often have. The first that is there is taken. */
const usual: Record<keyof Columns, readonly string[]> = {
  id: ['id', 'key'],
  image: ['image', 'picture', 'image_path', 'img'],
  speech: ['speech', 'audio', 'sound', 'audio_path', 'wav'],
  video: ['video', 'clip', 'film', 'video_path'],
  file: ['path', 'file', 'file_name', 'filename', 'filepath'],
  text: [
    'text',
    'caption',
    'captions',
    'title',
    'sentence',
    'sentences',
    'transcript',
    'transcription',
    'description',
    'label',
  ],
  split: ['split', 'subset', 'partition'],
};
const roles = Object.keys(usual) as (keyof Columns)[];

/** The columns that were asked for, and for the others those with a usual name. */
export function findColumns(there: readonly string[], asked: Columns): Columns {
  const lower = new Map(there.map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    roles.flatMap((role) => {
      const name = asked[role] ?? lower.get(usual[role].find((one) => lower.has(one)) ?? '');
      return name === undefined ? [] : [[role, name]];
    }),
  );
}

/**
 * As `findColumns`, of a manifest that has been read.
 *
 * @throws DataError when a column that was asked for is not there, or none holds a modality.
 */
export function columnsOf(source: string, there: readonly string[], asked: Columns): Columns {
  for (const [role, name] of Object.entries(asked)) {
    if (there.includes(name)) continue;
    throw new DataError(
      `${source}: the column for ${role} must be one of ${listed(there)}, got '${name}'. ` +
        `Did you mean '${nearest(name, there)}'?`,
    );
  }
  const found = findColumns(there, asked);
  if (roles.some((role) => role !== 'id' && role !== 'split' && role in found)) return found;
  throw new DataError(
    `${source}: a manifest must have a column of pictures, sounds, videos, files or text, its columns are ` +
      `${listed(there)}. Name one image, speech, video, path or text, or say which it is.`,
  );
}

/** The first few, so that a message stays one. */
const listed = (names: readonly string[]): string =>
  names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
