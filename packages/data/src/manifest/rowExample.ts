import { DataError } from '../dataError.ts';
import type { Description } from '../dataset.ts';
import type { Example } from '../example.ts';
import { pathInside } from '../node/pathInside.ts';
import { readMedia } from '../node/readMedia.ts';
import { readPicture } from '../node/readPicture.ts';
import { readSound } from '../node/readSound.ts';
import { readVideo, type VideoOptions } from '../node/video/readVideo.ts';
import { textsOf } from '../text/textsOf.ts';
import { asText } from './asText.ts';
import type { Columns } from './columns.ts';

export interface RowExampleOptions {
  readonly columns: Columns;
  /** The folder that paths start from and must stay in. */
  readonly root: string;
  /** A folder from whose node_modules sharp and opus-decoder are taken. */
  readonly from?: string;
  /** Which frames of a video are taken, and how large they become. */
  readonly video?: VideoOptions;
}

/**
 * The example that a row of a manifest describes, with its files read.
 *
 * @throws DataError when a cell or a file is not what it should be; where the row stands, it does not say.
 */
export async function rowExample(
  values: Readonly<Record<string, unknown>>,
  id: string,
  { columns, root, from, video }: RowExampleOptions,
): Promise<Example> {
  const where = from === undefined ? {} : { from };
  const path = async (role: keyof Columns): Promise<string | undefined> => {
    const column = columns[role];
    const text = column === undefined ? '' : textIn(column, values[column]);
    return text === '' ? undefined : pathInside(root, text);
  };
  const [file, image, speech] = [await path('file'), await path('image'), await path('speech')];
  const film = await path('video');
  const parts: Partial<Example>[] = [];
  if (file) parts.push(await readMedia(file, from, video));
  if (image) parts.push({ image: await readPicture(image, where) });
  if (speech) parts.push({ speech: await readSound(speech, where) });
  if (film) parts.push({ video: await readVideo(film, video) });
  const about = rowDescription(values, id, columns);
  if (parts.length === 0 && about.text === undefined) {
    throw new DataError('an example must have a modality, this row has none.');
  }
  return Object.assign({ ...about }, ...parts);
}

/**
 * What a row says of its example without a look at its files.
 *
 * @throws DataError when a text is not what it should be; where the row stands, it does not say.
 */
export const rowDescription = (
  values: Readonly<Record<string, unknown>>,
  id: string,
  columns: Columns,
): Description => ({
  id,
  ...(columns.text === undefined ? {} : textsOf(values[columns.text])),
  ...factorsOf(values, columns),
});

function textIn(column: string, value: unknown): string {
  const text = asText(value);
  if (text !== undefined) return text;
  throw new DataError(`the column '${column}' must hold one text a row, this holds several.`);
}

/** All other columns; which split a row is of is known about it too. */
function factorsOf(
  values: Readonly<Record<string, unknown>>,
  { split, ...taken }: Columns,
): Pick<Example, 'factors'> {
  const others = Object.entries(values).filter(([name]) => !Object.values(taken).includes(name));
  const factors = others
    .map(([name, value]): [string, string] => [name, asText(value) ?? JSON.stringify(value)])
    .filter(([, value]) => value !== '');
  return factors.length > 0 ? { factors: Object.fromEntries(factors) } : {};
}
