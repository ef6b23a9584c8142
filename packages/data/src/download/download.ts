import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataError } from '../dataError.ts';
import { orDataError } from '../node/partFile.ts';
import { assertIsFile } from './assertIsFile.ts';
import { type DownloadPart, findPart, removePart } from './downloadPart.ts';
import { fetchRest, type Wanted } from './fetchRest.ts';
import { type HttpClient, httpClient } from './httpClient.ts';
import { Interrupted } from './interrupted.ts';
import { plainUrl } from './plainUrl.ts';

export interface DownloadOptions {
  /** Where the file goes. It appears there at once, whole and checked. */
  readonly to: string;
  /** In hexadecimal digits. */
  readonly sha256?: string;
  /** Bytes. */
  readonly size?: number;
  readonly signal?: AbortSignal;
  /** Called with how many bytes are there, of how many where that is known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  /** Milliseconds before the second try; they double from try to try. 500 by default. */
  readonly retryDelay?: number;
}

/** Tries without a byte of progress. */
const mostTries = 5;
const longestWait = 60_000;

/**
 * Fetches a file over HTTP or HTTPS, through the proxy that the environment names (HTTP_PROXY, HTTPS_PROXY,
 * NO_PROXY). What has come stands in `<to>.part`; a download that broke off, or was stopped by the signal,
 * goes on there, in this run or another, if the server's file is still the same. A file that is there already
 * is checked and left as it is.
 *
 * @throws DataError when the server does not give the file, gives another one, or the disk is full or cannot
 *   be written. What has come stays, unless it is wrong.
 */
export async function download(url: string, options: DownloadOptions): Promise<void> {
  const { to, signal } = options;
  assertUrl(url);
  signal?.throwIfAborted();
  if (await isThere(to)) {
    await assertIsFile(to, options, `${to} is there already and is not what is fetched`);
    return;
  }
  await orDataError(to, mkdir(dirname(to), { recursive: true }));
  const client = await httpClient();
  try {
    await fetchWhole(client, { ...options, url }, options.retryDelay ?? 500);
  } finally {
    await client.close();
  }
  await orDataError(to, rename(`${to}.part`, to));
  await removePart(to);
}

/** Leaves the whole file, checked, in its part. */
async function fetchWhole(client: HttpClient, wanted: Wanted, retryDelay: number): Promise<void> {
  const { url, to, sha256, size, signal } = wanted;
  const look = (): Promise<DownloadPart> => findPart(to, url, sha256 !== undefined);
  let part = await look();
  const resumed = part.length > 0;
  let most = part.length;
  for (let tries = 1; size === undefined || part.length !== size; ) {
    const error = await fetchRest(client, wanted, part).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) break;
    signal?.throwIfAborted();
    if (error instanceof DataError) throw error;
    part = await look();
    tries = part.length > most ? 1 : tries + 1;
    most = Math.max(most, part.length);
    if (tries > mostTries) throw givenUp(url, error);
    await sleep(waitBefore(tries, retryDelay, error), undefined, signal ? { signal } : {}).catch(
      () => signal?.throwIfAborted(),
    );
  }
  try {
    await assertIsFile(part.path, wanted, plainUrl(url));
  } catch (error) {
    signal?.throwIfAborted();
    await removePart(to);
    if (!resumed) throw error;
    // What was there from before may have been what was wrong.
    await fetchWhole(client, wanted, retryDelay);
  }
}

function waitBefore(tries: number, retryDelay: number, error: unknown): number {
  const asked = error instanceof Interrupted ? error.wait : undefined;
  return Math.min(asked ?? retryDelay * 2 ** Math.max(0, tries - 2), longestWait);
}

const givenUp = (url: string, error: unknown): DataError =>
  new DataError(
    `${plainUrl(url)}: the file does not come (${error instanceof Error ? error.message || error.name : error}), after ` +
      `${mostTries} tries without progress. Try again later: it goes on from what has come.`,
    { cause: error },
  );

function assertUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new DataError(`${url}: an address must begin with http:// or https://. Check it.`);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
