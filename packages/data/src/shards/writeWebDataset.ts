import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import { listFolder } from '../node/listFolder.ts';
import { orDataError, type PartFile, partFile } from '../node/partFile.ts';
import { joined } from '../tar/byteSource.ts';
import { tarEnd, tarEntry } from '../tar/tarEntry.ts';
import { type BadExamples, encodedExamples, type WriteOptions } from './encodedExamples.ts';
import type { EncodedExample } from './encodeExample.ts';
import { keyOf } from './memberKey.ts';
import { frameExtension } from './memberRole.ts';

export interface ShardOptions extends WriteOptions {
  /** 10,000 by default. */
  readonly examplesPerShard?: number;
  /** A shard ends before it would grow larger, but holds one example at least. 512 MiB by default. */
  readonly bytesPerShard?: number;
}

export interface WrittenShards {
  /** Their paths, in order. */
  readonly shards: readonly string[];
  readonly examples: number;
  readonly bad: BadExamples;
}

/**
 * Writes a dataset as shards `shard-000000.tar`, … that `webDataset` reads back as equal examples: pictures
 * as PNG, sound as WAV (16 bits a sample where those lose nothing, floats where they would), a video as
 * `frames.json` and a PNG a frame, text as `.txt`, several as `.texts.json`, factors as `.json`. In a member's name, %2E stands for a
 * dot of the id, and the like.
 *
 * The same dataset gives the same bytes. A shard appears when it is whole; when writing stops, those that
 * are whole stay.
 *
 * @throws DataError when the folder is not empty or cannot be written, at the first bad example unless
 *   `onBad` is 'skip', or when there is no good one.
 */
export async function writeWebDataset(
  source: Dataset,
  folder: string,
  options: ShardOptions = {},
): Promise<WrittenShards> {
  const examplesPerShard = positive('examplesPerShard', options.examplesPerShard ?? 10_000);
  const bytesPerShard = positive('bytesPerShard', options.bytesPerShard ?? 2 ** 29);
  await prepare(folder);
  const left: { index: number; reason: string }[] = [];
  const shards: string[] = [];
  let examples = 0;
  let shard: PartFile | undefined;
  let [count, size] = [0, 0];
  const finish = async (): Promise<void> => {
    await shard?.write(tarEnd());
    await shard?.finish();
    shard = undefined;
  };
  try {
    for await (const { id, encoded } of encodedExamples(source, options, left)) {
      const bytes = entriesOf(keyOf(id), encoded);
      if (count === examplesPerShard || size + bytes.length > bytesPerShard) await finish();
      if (shard === undefined) {
        shards.push(join(folder, `shard-${`${shards.length}`.padStart(6, '0')}.tar`));
        shard = await partFile(shards[shards.length - 1]);
        [count, size] = [0, 0];
      }
      await shard.write(bytes);
      [count, size, examples] = [count + 1, size + bytes.length, examples + 1];
    }
    await finish();
  } catch (error) {
    await shard?.discard();
    throw error;
  }
  if (examples === 0)
    throw new DataError(`${folder}: there must be an example to write, there is none.`);
  return { shards, examples, bad: { count: left.length, items: left } };
}

function entriesOf(key: string, encoded: EncodedExample): Uint8Array {
  const { image, speech, video, text, texts, factors } = encoded;
  const members: [string, Uint8Array | string | undefined][] = [
    ['png', image],
    ['wav', speech],
    ['txt', text],
    ['texts.json', texts && JSON.stringify(texts)],
    ['json', factors],
  ];
  if (video !== undefined) {
    const head = { frameRate: video.frameRate, frames: video.frames.length };
    members.push(['frames.json', JSON.stringify(head)]);
    members.push(
      ...video.frames.map((frame, i): [string, Uint8Array] => [frameExtension(i), frame]),
    );
  }
  return joined(
    members.flatMap(([extension, content]) => {
      if (content === undefined) return [];
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return [tarEntry(`${key}.${extension}`, bytes)];
    }),
  );
}

function positive(name: string, value: number): number {
  if (value >= 1 && Number.isSafeInteger(value)) return value;
  throw new DataError(`writeWebDataset: ${name} must be a positive whole number, got ${value}.`);
}

async function prepare(folder: string): Promise<void> {
  await orDataError(folder, mkdir(folder, { recursive: true }));
  if ((await listFolder(folder)).length === 0) return;
  throw new DataError(
    `${folder}: shards are written into an empty folder, this one is not. Name another.`,
  );
}
