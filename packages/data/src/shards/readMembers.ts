import type { StillFile } from '../node/stillFile.ts';
import { type ReadRange, smallGap } from './rangeReader.ts';
import type { IndexedMember } from './shardIndex.ts';

/**
 * The bytes of some members of one example, by extension. What lies close together is read at once.
 *
 * @param files the shards
 */
export async function readMembers(
  members: readonly IndexedMember[],
  files: readonly StillFile[],
  read: ReadRange,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const run of runsOf(members)) {
    const [{ shard, offset: start }] = run;
    const last = run[run.length - 1];
    const bytes = await read(files[shard], start, last.offset + last.size);
    for (const { extension, offset, size } of run) {
      found.set(extension, bytes.subarray(offset - start, offset - start + size));
    }
  }
  return found;
}

/** Members of one shard with small gaps between them. */
function runsOf(members: readonly IndexedMember[]): IndexedMember[][] {
  const runs: IndexedMember[][] = [];
  for (const member of members) {
    const run = runs[runs.length - 1];
    const before = run?.[run.length - 1];
    const follows =
      before !== undefined &&
      before.shard === member.shard &&
      member.offset - before.offset - before.size <= smallGap;
    if (follows) run.push(member);
    else runs.push([member]);
  }
  return runs;
}
