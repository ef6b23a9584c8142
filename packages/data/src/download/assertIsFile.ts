import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/**
 * @param source what the error calls the file at `path`
 * @throws DataError when it has another size or another SHA-256 than it must have.
 */
export async function assertIsFile(
  path: string,
  must: { readonly size?: number; readonly sha256?: string; readonly signal?: AbortSignal },
  source: string,
): Promise<void> {
  const { size } = await stat(path);
  if (must.size !== undefined && size !== must.size) {
    throw new DataError(`${source}: the file must have ${must.size} bytes, it has ${size}.`);
  }
  if (must.sha256 === undefined) return;
  const hash = createHash('sha256');
  let first = '';
  for await (const chunk of createReadStream(path, { signal: must.signal })) {
    hash.update(chunk);
    first ||= chunk.subarray(0, 40).toString('latin1');
  }
  const found = hash.digest('hex');
  if (found === must.sha256.toLowerCase()) return;
  const page = /^\s*<(?:!doctype|html|\?xml)/i.test(first) ? ' It is a web page.' : '';
  throw new DataError(
    `${source}: the file must have the SHA-256 ${must.sha256}, it has ${found}.${page} It is damaged or another one.`,
  );
}
