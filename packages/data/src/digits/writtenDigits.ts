import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DataError } from '../dataError.ts';
import { decodeIdx, type IdxArray } from '../idx/decodeIdx.ts';
import type { Picture } from '../pictures/picture.ts';

export interface WrittenDigit {
  readonly digit: number;
  readonly image: Picture;
}

/** Pictures and labels of MNIST are named alike, for training and for testing. */
const prefixes = { train: 'train', test: 't10k' };
/** All of MNIST unpacked is 47 MB. */
const mostBytes = 1 << 30;

/**
 * The written digits of one split, from MNIST's own files in a folder, packed by gzip or not.
 *
 * @throws DataError when a file is missing or damaged, or pictures and labels do not belong together.
 */
export async function writtenDigits(
  folder: string,
  split: 'train' | 'test',
): Promise<WrittenDigit[]> {
  const [images, labels] = await Promise.all([
    readIdx(join(folder, `${prefixes[split]}-images-idx3-ubyte`), 3),
    readIdx(join(folder, `${prefixes[split]}-labels-idx1-ubyte`), 1),
  ]);
  const [count, height, width] = images.shape;
  if (labels.data.length !== count) {
    throw new DataError(
      `${folder}: the ${split} split must have a label for each of its ${count} pictures, it has ` +
        `${labels.data.length}. The two files do not belong together.`,
    );
  }
  const wrong = labels.data.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new DataError(
      `${folder}: labels must be 0 to 9, number ${wrong} of ${split} is ${labels.data[wrong]}.`,
    );
  }
  return Array.from(labels.data, (digit, i) => ({
    digit,
    image: fromGrey(images.data.subarray(i * width * height), width, height),
  }));
}

/** Whether a folder has the pictures of a split, whatever they are like. */
export const hasWritten = (folder: string, split: 'train' | 'test'): boolean =>
  ['', '.gz'].some((end) => existsSync(join(folder, `${prefixes[split]}-images-idx3-ubyte${end}`)));

async function readIdx(path: string, dimensions: number): Promise<IdxArray> {
  const source = await firstOf([path, `${path}.gz`]);
  const array = decodeIdx(unpacked(source.bytes, source.path), { source: source.path });
  if (array.shape.length === dimensions) return array;
  throw new DataError(
    `${source.path}: must have ${dimensions} dimensions, has shape [${array.shape}].`,
  );
}

async function firstOf(paths: readonly string[]): Promise<{ path: string; bytes: Uint8Array }> {
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) return { path, bytes };
  }
  throw new DataError(
    `${paths.join(' or ')}: there must be such a file. MNIST consists of four of them.`,
  );
}

/** Told by the first bytes, not by the name. */
function unpacked(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${path}: cannot be unpacked (${reason}). It is damaged: fetch it again.`);
  }
}

function fromGrey(grey: Uint8Array, width: number, height: number): Picture {
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) data.fill(grey[i], 3 * i, 3 * i + 3);
  return { width, height, channels: 3, data };
}
