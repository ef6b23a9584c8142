import type { FileHandle } from 'node:fs/promises';
import { DataError } from '../dataError.ts';
import { orDataError } from '../node/partFile.ts';
import { type DownloadPart, openPart, removePart } from './downloadPart.ts';
import type { Answer, HttpClient } from './httpClient.ts';
import { Interrupted } from './interrupted.ts';
import { plainUrl } from './plainUrl.ts';

export interface Wanted {
  readonly url: string;
  readonly to: string;
  /** Bytes of the whole file, where that is known. */
  readonly size?: number;
  readonly sha256?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

/**
 * Asks once for what is missing of a file, and writes what comes into its part.
 *
 * @throws Interrupted when it is worth trying again, DataError when it is not.
 */
export async function fetchRest(
  client: HttpClient,
  wanted: Wanted,
  part: DownloadPart,
): Promise<void> {
  const { url, to, signal } = wanted;
  const { length, version } = part;
  const headers: Record<string, string> = {};
  if (length > 0) {
    headers.range = `bytes=${length}-`;
    if (version !== undefined) headers['if-range'] = version;
  }
  const answer = await client.get(url, headers, signal);
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(answer.header('content-range') ?? '');
  const whole = range && range[2] !== '*' ? Number(range[2]) : undefined;
  if (answer.status === 416 && length > 0) {
    await answer.dump();
    if (whole === length) return;
    await removePart(to);
    throw new Interrupted('the server has less than what has come already');
  }
  if (answer.status === 206 && Number(range?.[1]) !== length) {
    await answer.dump();
    await removePart(to);
    throw new Interrupted('the server sends another part than was asked for');
  }
  if (answer.status !== 200 && answer.status !== 206) {
    await answer.dump();
    throw refusal(url, answer);
  }
  const start = answer.status === 206 ? length : 0;
  const total = start > 0 ? whole : asNumber(answer.header('content-length'));
  try {
    assertIsIt(wanted, answer, total);
  } catch (error) {
    await answer.dump();
    throw error;
  }
  const file = await openPart(part, start, url, versionOf(answer));
  try {
    const end = await writeBody(answer, file, start, wanted, total);
    if (total !== undefined && end < total) throw new Interrupted(`${end} of ${total} bytes came`);
    await orDataError(part.path, file.sync());
  } finally {
    await file.close();
  }
}

async function writeBody(
  answer: Answer,
  file: FileHandle,
  start: number,
  { url, to, size, onProgress }: Wanted,
  total: number | undefined,
): Promise<number> {
  let at = start;
  for await (const chunk of answer.body) {
    if (size !== undefined && at + chunk.length > size) {
      throw new DataError(
        `${plainUrl(url)}: the file must have ${size} bytes, more came. It is another one.`,
      );
    }
    for (let written = 0; written < chunk.length; ) {
      const rest = file.write(chunk, written, chunk.length - written, at + written);
      written += (await orDataError(to, rest)).bytesWritten;
    }
    at += chunk.length;
    onProgress?.(at, total ?? size);
  }
  return at;
}

/** Some servers answer with a page that says sorry. */
function assertIsIt(
  { url, size, sha256 }: Wanted,
  answer: Answer,
  total: number | undefined,
): void {
  if (size !== undefined && total !== undefined && total !== size) {
    throw new DataError(
      `${plainUrl(url)}: the file must have ${size} bytes, the server has one of ${total}. It is another one.`,
    );
  }
  const page = /^text\/html/i.test(answer.header('content-type') ?? '');
  if (page && sha256 === undefined && !/\.html?$/i.test(new URL(url).pathname)) {
    throw new DataError(
      `${plainUrl(url)}: there must be a file, the server sends a web page. Check the address.`,
    );
  }
}

function refusal(url: string, answer: Answer): Error {
  const { status } = answer;
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = asNumber(answer.header('retry-after'));
    return new Interrupted(`the server answers ${status}`, seconds && seconds * 1000);
  }
  return new DataError(
    `${plainUrl(url)}: the server answers ${status}. Check the address and the rights to it.`,
  );
}

/** A name of the file's version that two equal versions alone share. */
function versionOf(answer: Answer): string | undefined {
  const etag = answer.header('etag');
  return etag?.startsWith('"') ? etag : answer.header('last-modified');
}

const asNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
