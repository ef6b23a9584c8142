import { checkLevels, type Levels } from './checkLevels.ts';
import { checkValues } from './checkValues.ts';
import type { Chunk } from './footer.ts';
import { readPage } from './pageHeader.ts';
import type { Unpack } from './unpackers.ts';

/** Pages that hyparquet can read without looking: all that they say of themselves is so. */
export interface CheckedPages {
  /** The byte of the chunk after the last page. */
  readonly end: number;
  /** What packed bytes unpack to, by where they begin in the chunk. */
  readonly unpacked: ReadonlyMap<number, Uint8Array>;
}

/** What is told of memory before it is taken. Each throws when that is too much. */
export interface Spending {
  /** Bytes that something unpacks to. */
  bytes(count: number): void;
  /** Values of a chunk or of its dictionary. */
  values(chunk: Chunk, count: number): void;
}

/** Bytes of memory that a page takes at most besides its content. */
const pageSize = 256;

/**
 * Sees that the pages of a column hold what they say: hyparquet believes counts, lengths of runs and sizes, and
 * would go on for minutes or fill the memory where they are damaged.
 *
 * @param bytes the chunk
 * @throws Error that says what is wrong
 */
export function checkPages(
  bytes: Uint8Array,
  chunk: Chunk,
  unpack: Unpack,
  spend: Spending,
): CheckedPages {
  const unpacked = new Map<number, Uint8Array>();
  let dictionary: number | undefined;
  let values = 0;
  let at = 0;
  while (values < chunk.values) {
    const page = readPage(bytes, at);
    at = page.end;
    spend.bytes(pageSize);
    if (page.kind === 'dictionary') spend.values(chunk, page.values);
    else if (values + page.values > chunk.values)
      throw new Error(`more than ${chunk.values} values`);
    const levels: Levels = { bytes: bytes.subarray(page.start, page.end), at: 0, values: 0 };
    if (page.kind === 'v2') checkLevels(levels, page, chunk);
    const packed = levels.bytes.subarray(levels.at);
    const size = page.unpackedSize - levels.at;
    if (size < 0) throw new Error(`a page of ${size} bytes`);
    let content = packed;
    if (page.isPacked && chunk.codec !== 'UNCOMPRESSED') {
      spend.bytes(size);
      content = size === 0 ? new Uint8Array(0) : unpack(packed, size);
      unpacked.set(packed.byteOffset - bytes.byteOffset, content);
    }
    if (content.length !== size) throw new Error(`a page of ${content.length} bytes, not ${size}`);
    if (page.kind === 'dictionary') {
      checkValues(content, {
        ...chunk,
        encoding: 0,
        count: page.values,
        isSecond: false,
        spend: spend.bytes,
      });
      dictionary = page.values;
      continue;
    }
    const inside: Levels = page.kind === 'v2' ? levels : { bytes: content, at: 0, values: 0 };
    if (page.kind === 'v1') checkLevels(inside, page, chunk);
    checkValues(page.kind === 'v2' ? content : content.subarray(inside.at), {
      ...chunk,
      encoding: page.encoding,
      count: inside.values,
      dictionary,
      isSecond: page.kind === 'v2',
      spend: spend.bytes,
    });
    values += page.values;
  }
  return { end: at, unpacked };
}
