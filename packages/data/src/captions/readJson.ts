import { DataError } from '../dataError.ts';
import { readText } from '../node/readText.ts';

/**
 * The value in a JSON file, read whole.
 *
 * @throws DataError when it cannot be opened, is larger than 256 MB, or is no JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path, 'list of captions');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(
      `${path}: the list of captions must be JSON (${reason}). It may be cut off.`,
    );
  }
}
