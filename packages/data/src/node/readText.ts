import { DataError } from '../dataError.ts';
import { readBytes } from './readBytes.ts';

/** Bytes: what becomes one string in every Node. */
const longest = 2 ** 28;

/**
 * The text in a file, read whole.
 *
 * @param what it is, for the message: 'list of captions'
 * @throws DataError when it cannot be opened, is larger than 256 MB, or is not UTF-8.
 */
export async function readText(path: string, what: string): Promise<string> {
  const bytes = await readBytes(path, what);
  if (bytes.length > longest) {
    throw new DataError(
      `${path}: the ${what} must have at most ${longest} bytes, got ${bytes.length}. Write a manifest of JSON lines.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${path}: the ${what} must be UTF-8, is not. Convert it.`);
  }
}
