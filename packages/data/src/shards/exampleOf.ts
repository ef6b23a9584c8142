import { DataError } from '../dataError.ts';
import type { Example } from '../example.ts';
import { decodeMedia } from '../node/decodeMedia.ts';
import { factorsOf } from './factorsOf.ts';
import { memberRole } from './memberRole.ts';
import { parseJson } from './parseJson.ts';
import { readFrames } from './readFrames.ts';

/** What decoding is told. */
export interface DecodeContext {
  /** What errors call the example: 'x-000.tar, example 7'. */
  readonly source: string;
  /** A folder from whose node_modules sharp is taken. */
  readonly from: string | undefined;
}

/**
 * The example in the members of one key.
 *
 * @param files by extension
 * @throws DataError when one is damaged or two give the same modality.
 */
export async function exampleOf(
  id: string,
  files: ReadonlyMap<string, Uint8Array>,
  context: DecodeContext,
): Promise<Example> {
  const { source, from } = context;
  const parts: Partial<Example>[] = [];
  for (const [extension, bytes] of files) {
    const name = `${source}.${extension}`;
    switch (memberRole(extension)) {
      case 'media':
        parts.push(await decodeMedia(bytes, { source: name, ...(from ? { from } : {}) }));
        break;
      case 'frames':
        parts.push({ video: readFrames(files, source) });
        break;
      case 'text':
        parts.push({ text: decodeText(bytes, name) });
        break;
      case 'texts':
        parts.push(textList(decodeText(bytes, name), name));
        break;
      case 'class':
        parts.push({ factors: { cls: classOf(decodeText(bytes, name).trim()) } });
        break;
      case 'factors':
        parts.push({ factors: factorsOf(decodeText(bytes, name), name) });
    }
  }
  return merged(id, parts, source);
}

/** @throws DataError when two parts say the same. */
function merged(id: string, parts: readonly Partial<Example>[], source: string): Example {
  const media = new Map<string, unknown>();
  const factors = new Map<string, number | string>();
  const put = <Value>(into: Map<string, Value>, [name, value]: [string, Value]): void => {
    if (into.has(name)) {
      throw new DataError(`${source}: an example must have one ${name}, this one has two.`);
    }
    into.set(name, value);
  };
  for (const { factors: some = {}, ...rest } of parts) {
    for (const entry of Object.entries(rest)) put(media, entry);
    for (const entry of Object.entries(some)) put(factors, entry);
  }
  const [first] = (media.get('texts') as Example['texts']) ?? [];
  if (first !== undefined && !media.has('text')) media.set('text', first);
  // Captions often stand among the factors.
  const caption = factors.get('caption');
  if (typeof caption === 'string' && !media.has('text')) {
    media.set('text', caption);
    factors.delete('caption');
  }
  return {
    id,
    ...Object.fromEntries(media),
    ...(factors.size > 0 ? { factors: Object.fromEntries(factors) } : {}),
  };
}

const classOf = (text: string): number | string =>
  /^-?\d{1,15}$/.test(text) ? Number(text) : text;

/** Of several texts all are `texts`; the first is `text`, unless there is one by itself. */
function textList(json: string, source: string): Pick<Example, 'texts'> {
  const list = parseJson(json);
  if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string')) {
    return { texts: list };
  }
  throw new DataError(`${source}: texts must be a JSON list of texts, got ${json.slice(0, 40)}.`);
}

function decodeText(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${source}: texts must be UTF-8, this one is not. Convert it.`);
  }
}
