import { DataError } from '../dataError.ts';
import { lastAtMost } from './lastAtMost.ts';

/** One member of an example, and where it lies. */
export interface IndexedMember {
  /** Which shard, from 0. */
  readonly shard: number;
  readonly extension: string;
  readonly offset: number;
  readonly size: number;
}

/** All members of all examples, in order. Example i has the members from `firsts[i]` to `firsts[i + 1]`. */
export interface PackedMembers {
  readonly offsets: Float64Array;
  readonly sizes: Uint32Array;
  /** Numbers of `extensionNames`. */
  readonly extensions: Uint32Array;
  readonly extensionNames: readonly string[];
  readonly firsts: Uint32Array;
  /** The keys one behind the other in UTF-8; that of example i ends at `keyEnds[i]`. */
  readonly keys: Uint8Array;
  readonly keyEnds: Float64Array;
  /** The first member of each shard. */
  readonly shardStarts: readonly number[];
  /** Which examples are bad as they stand, and why. */
  readonly problems: ReadonlyMap<number, string>;
}

export interface IndexedExample {
  readonly key: string;
  readonly members: readonly IndexedMember[];
}

/** @throws DataError for an example that is bad as it stands. */
export function indexedExample(packed: PackedMembers, index: number): IndexedExample {
  const problem = packed.problems.get(index);
  if (problem !== undefined) throw new DataError(problem);
  const { firsts, keys, keyEnds, shardStarts, offsets, sizes } = packed;
  const members: IndexedMember[] = [];
  let shard = lastAtMost(shardStarts, firsts[index]);
  for (let i = firsts[index]; i < firsts[index + 1]; i++) {
    while (shardStarts[shard + 1] <= i) shard++;
    members.push({
      shard,
      extension: packed.extensionNames[packed.extensions[i]],
      offset: offsets[i],
      size: sizes[i],
    });
  }
  const keyStart = index === 0 ? 0 : keyEnds[index - 1];
  return { key: new TextDecoder().decode(keys.subarray(keyStart, keyEnds[index])), members };
}
