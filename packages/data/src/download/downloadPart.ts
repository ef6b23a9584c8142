import { type FileHandle, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { orDataError } from '../node/partFile.ts';
import { plainUrl } from './plainUrl.ts';

/** What has come of a file so far, and what the server called the version that it is of. */
export interface DownloadPart {
  readonly path: string;
  /** Bytes that are there; 0 when they cannot be gone on from. */
  readonly length: number;
  /** An ETag or a date, for If-Range. */
  readonly version?: string;
}

/**
 * The part that an earlier try has left. It is gone on from only when the server can be asked whether its
 * file is still the same, or `checked`: a checksum will tell.
 */
export async function findPart(to: string, url: string, checked: boolean): Promise<DownloadPart> {
  const path = `${to}.part`;
  const length = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  const [place, version] = await readNote(path);
  const known = place === plainUrl(url) && version !== undefined;
  if (!known && !checked) return { path, length: 0 };
  return { path, length, ...(known ? { version } : {}) };
}

/** Opens the part to write from `length` on; 0 begins anew, as what the server calls `version`. */
export async function openPart(
  part: DownloadPart,
  length: number,
  url: string,
  version: string | undefined,
): Promise<FileHandle> {
  const file = await orDataError(part.path, open(part.path, length === 0 ? 'w' : 'r+'));
  if (length === 0) await orDataError(part.path, writeNote(part.path, url, version));
  return file;
}

export async function removePart(to: string): Promise<void> {
  await rm(`${to}.part`, { force: true });
  await rm(noteOf(`${to}.part`), { force: true });
}

/** A note beside the part says where it comes from. */
export const noteOf = (path: string): string => `${path}.json`;

const writeNote = (path: string, url: string, version: string | undefined): Promise<void> =>
  writeFile(noteOf(path), JSON.stringify([plainUrl(url), version ?? null]));

async function readNote(path: string): Promise<[string | undefined, string | undefined]> {
  try {
    const [place, version] = JSON.parse(await readFile(noteOf(path), 'utf8'));
    return [place, typeof version === 'string' ? version : undefined];
  } catch {
    return [undefined, undefined];
  }
}
