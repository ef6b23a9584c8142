import { basename } from 'node:path';
import { DataError } from '../dataError.ts';
import { openFile } from '../node/openFile.ts';
import type { ByteSource } from '../tar/byteSource.ts';
import { nextTarMember } from '../tar/tarMember.ts';
import { fileSource } from './fileSource.ts';
import { ShardIndexer } from './shardIndexer.ts';

/**
 * Finds all members of some shards by their headers: bodies are leapt over. A shard that is damaged or cut
 * off is indexed up to there, and its rest counts as one bad example.
 *
 * @throws DataError when a shard cannot be opened.
 */
export async function scanShards(
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ShardIndexer> {
  const indexer = new ShardIndexer();
  for (const path of paths) {
    const file = await openFile(path, 'shard');
    try {
      indexer.open(basename(path));
      await scan(fileSource(file, (await file.stat()).size), basename(path), indexer, signal);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      indexer.giveUp(error.message);
    } finally {
      await file.close();
    }
  }
  return indexer;
}

async function scan(
  source: ByteSource,
  shard: string,
  indexer: ShardIndexer,
  signal: AbortSignal | undefined,
): Promise<void> {
  while (true) {
    signal?.throwIfAborted();
    const member = await nextTarMember(source, shard);
    if (member === undefined) return;
    if (!(await source.skip(member.padded))) {
      indexer.add({ ...member, problem: 'the archive is cut off in it' });
      return;
    }
    indexer.add(member);
  }
}
