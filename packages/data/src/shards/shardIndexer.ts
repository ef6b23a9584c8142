import { printable } from '../tar/tarHeader.ts';
import type { TarMember } from '../tar/tarMember.ts';
import { splitMember } from './memberKey.ts';
import { isFrame, memberRole } from './memberRole.ts';
import { NumberList } from './numberList.ts';
import type { PackedMembers } from './shardIndex.ts';

/** Larger ones do not fit into memory, and their size not into 32 bits. */
const largestMember = 2 ** 31;

/**
 * Collects the members of shards in order. Those that follow one another with the same key, also over the
 * end of a shard, are one example. A key or an extension that comes back later begins another example,
 * which is bad: ids must differ.
 */
export class ShardIndexer {
  /** Extensions that are not read, and how many members have them; names without a key as they are. */
  readonly passedOver: Record<string, number> = {};
  readonly #offsets = new NumberList((length) => new Float64Array(length));
  readonly #sizes = new NumberList((length) => new Uint32Array(length));
  readonly #extensions = new NumberList((length) => new Uint32Array(length));
  readonly #firsts = new NumberList((length) => new Uint32Array(length));
  readonly #keys = new NumberList((length) => new Uint8Array(length));
  readonly #keyEnds = new NumberList((length) => new Float64Array(length));
  readonly #extensionNumbers = new Map<string, number>();
  readonly #shardStarts: number[] = [];
  readonly #problems = new Map<number, string>();
  /** The shard in which each key began. */
  readonly #begun = new Map<string, string>();
  #shard = '';
  #key: string | undefined;
  #seen = new Set<string>();

  /** A next shard begins. @param name what errors call it */
  open(name: string): void {
    this.#shard = name;
    this.#shardStarts.push(this.#offsets.length);
  }

  add({ name, offset, size, problem }: TarMember): void {
    const split = splitMember(name);
    const wrong =
      problem ??
      (size > largestMember ? `members must have at most ${largestMember} bytes` : undefined);
    if (split === undefined && wrong === undefined) {
      this.#passOver(name);
      return;
    }
    const { key, extension } = split ?? { key: name, extension: '' };
    if (key !== this.#key || this.#seen.has(extension)) this.#begin(key);
    this.#seen.add(extension);
    if (wrong !== undefined) {
      this.#bad(`${this.#shard}, member '${printable(name)}': ${wrong}. Write the shard anew.`);
      return;
    }
    this.#offsets.push([offset]);
    this.#sizes.push([size]);
    this.#extensions.push([this.#numberOf(extension)]);
  }

  /** The rest of the shard cannot be read. The example that it broke off in is bad, or one in its place. */
  giveUp(reason: string): void {
    const broken = this.#key !== undefined && this.#begun.get(this.#key) === this.#shard;
    if (!broken || this.#problems.has(this.#firsts.length - 1)) this.#begin(undefined);
    this.#bad(reason);
    this.#key = undefined;
  }

  finish(): PackedMembers {
    this.#end();
    this.#firsts.push([this.#offsets.length]);
    return {
      offsets: this.#offsets.packed(),
      sizes: this.#sizes.packed(),
      extensions: this.#extensions.packed(),
      extensionNames: [...this.#extensionNumbers.keys()],
      firsts: this.#firsts.packed(),
      keys: this.#keys.packed(),
      keyEnds: this.#keyEnds.packed(),
      shardStarts: this.#shardStarts,
      problems: this.#problems,
    };
  }

  /** @param key undefined for what is no example */
  #begin(key: string | undefined): void {
    this.#end();
    this.#key = key;
    this.#firsts.push([this.#offsets.length]);
    this.#keys.push(new TextEncoder().encode(key ?? ''));
    this.#keyEnds.push([this.#keys.length]);
    if (key === undefined) return;
    const before = this.#begun.get(key);
    if (before === undefined) this.#begun.set(key, this.#shard);
    else {
      const where = before === this.#shard ? 'earlier in it' : `in ${before}`;
      this.#bad(
        `${this.#shard}, example '${printable(key)}': ids must differ, and an example must lie in one ` +
          `piece; this one is also ${where}. Write the shards anew.`,
      );
    }
  }

  /** The first thing that is wrong with an example is what is said. */
  #bad(reason: string): void {
    const index = this.#firsts.length - 1;
    if (!this.#problems.has(index)) this.#problems.set(index, reason);
  }

  #end(): void {
    const framed = this.#seen.has('frames.json');
    for (const extension of this.#seen) {
      const read = memberRole(extension) !== undefined || (framed && isFrame(extension));
      if (!read) this.#passOver(`.${extension}`);
    }
    this.#seen = new Set();
  }

  #passOver(what: string): void {
    this.passedOver[what] = (this.passedOver[what] ?? 0) + 1;
  }

  #numberOf(extension: string): number {
    const known = this.#extensionNumbers.get(extension);
    if (known !== undefined) return known;
    this.#extensionNumbers.set(extension, this.#extensionNumbers.size);
    return this.#extensionNumbers.size - 1;
  }
}
