import { DataError } from '../dataError.ts';
import { nearest } from '../manifest/nearest.ts';

/** Which column of a table holds what. Media stand in their cells as bytes or as paths. */
export interface TableColumns {
  readonly id?: string;
  readonly image?: string;
  readonly speech?: string;
  /** A file's bytes or path, or a list of frames; those need `frameRate`. */
  readonly video?: string;
  readonly frameRate?: string;
  /** Texts, or lists of texts. */
  readonly text?: string;
  /** Lists of texts, beside a column for one. */
  readonly texts?: string;
  /** A JSON object. All columns without a role are factors, too. */
  readonly factors?: string;
}

/** Names that columns often have. The first that is there is taken. */
const usual: Record<keyof TableColumns, readonly string[]> = {
  id: ['id', 'key', '__key__'],
  image: ['image', 'picture', 'img', 'jpg', 'png'],
  speech: ['speech', 'audio', 'sound', 'wav'],
  video: ['video'],
  frameRate: ['frameRate'],
  text: ['text', 'caption', 'sentence', 'transcript', 'transcription', 'title', 'description'],
  texts: ['texts'],
  factors: ['factors'],
};

/**
 * The columns that were asked for, and for the others those with a usual name.
 *
 * @throws DataError when a column that was asked for is not there, or none holds a modality.
 */
export function tableColumns(
  source: string,
  there: readonly string[],
  asked: TableColumns,
): TableColumns {
  for (const [role, name] of Object.entries(asked)) {
    if (there.includes(name)) continue;
    throw new DataError(
      `${source}: the column for ${role} must be one of ${there.join(', ')}, got '${name}'. ` +
        `Did you mean '${nearest(name, there)}'?`,
    );
  }
  const roles = Object.keys(usual) as (keyof TableColumns)[];
  const taken = new Set(Object.values(asked));
  const found = roles.map((role): [string, string | undefined] => [
    role,
    asked[role] ?? usual[role].find((name) => there.includes(name) && !taken.has(name)),
  ]);
  const columns: TableColumns = Object.fromEntries(found.filter(([, name]) => name !== undefined));
  const { image, speech, video, text, texts } = columns;
  if (image ?? speech ?? video ?? text ?? texts) return columns;
  throw new DataError(
    `${source}: there must be a column for a picture, sound, video or text, there are ${there.join(', ')}. ` +
      "Say which holds what: { columns: { text: 'name' } }.",
  );
}
