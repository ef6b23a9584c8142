import { basename, extname } from 'node:path';
import { DataError } from '@xm/data';
import { readWhole } from '../run/files.ts';
import type { Input } from './readInputs.ts';

/**
 * The captions of a file: of JSON lines `{"caption": "big red heart"}`, where it ends in .jsonl, else one a
 * line. Empty lines at the end do not count.
 *
 * @throws DataError naming the line that is empty, no JSON, or without a caption.
 */
export async function readCaptions(path: string): Promise<Input[]> {
  const bytes = await readWhole(path, 'Check the path.');
  const lines = textOf(path, bytes).replace(/\s+$/, '').split(/\r?\n/);
  if (lines.length === 1 && lines[0] === '') {
    throw new DataError(`${path}: it must hold captions, one a line; it is empty.`);
  }
  const isJson = /^\.(?:jsonl|ndjson)$/i.test(extname(path));
  return lines.map((line, i) => {
    const place = `${basename(path)}, line ${i + 1}`;
    const name = (isJson ? captionOf(line, place) : line).trim();
    if (name === '')
      throw new DataError(`${place}: the caption is empty. Write one, or remove the line.`);
    return { name, example: { id: `${i}`, text: name } };
  });
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(
      `${path}: captions must be text in UTF-8, this is not. Is it the right file?`,
    );
  }
}

function captionOf(line: string, place: string): string {
  const wanted = 'a line must be like {"caption": "big red heart"}';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new DataError(`${place}: ${wanted}, and this is not JSON.`);
  }
  const { caption, text = caption } = (value ?? {}) as { caption?: unknown; text?: unknown };
  const found = caption ?? text;
  if (typeof found !== 'string') {
    throw new DataError(`${place}: ${wanted}, this one has no caption.`);
  }
  return found;
}
