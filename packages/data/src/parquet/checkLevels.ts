import { checkRuns } from './checkRuns.ts';
import type { Chunk } from './footer.ts';
import type { Page } from './pageHeader.ts';

/** A page while its levels are looked at. */
export interface Levels {
  readonly bytes: Uint8Array;
  /** The byte after the levels. */
  at: number;
  /** Values without the gaps. */
  values: number;
}

/**
 * Sees that the levels of a page, which tell its lists and gaps, are all there and not too high. Leaves the place
 * of the values in `levels.at` and their number in `levels.values`.
 *
 * @throws Error that says what is wrong
 * @see https://parquet.apache.org/docs/file-format/nestedencoding/
 */
export function checkLevels(levels: Levels, page: Page, { path }: Chunk): void {
  const kinds = path.slice(1).map(({ element }) => element.repetition_type);
  const depth = kinds.filter((kind) => kind === 'REPEATED').length;
  const most = kinds.filter((kind) => kind !== 'REQUIRED').length;
  const section = (highest: number, size: number): number => {
    if (highest === 0) {
      if (size > 0) throw new Error('levels where there should be none');
      return page.values;
    }
    const length = page.kind === 'v2' ? size : takeLength(levels);
    const end = levels.at + length;
    if (end > levels.bytes.length)
      throw new Error(`levels of ${length} bytes, which are not there`);
    const runs = levels.bytes.subarray(levels.at, end);
    levels.at = end;
    return checkRuns(runs, 32 - Math.clz32(highest), page.values, highest + 1, highest);
  };
  section(depth, page.repetitionBytes);
  levels.values = section(most, page.definitionBytes);
  if (page.kind === 'v2' && page.values - page.gaps !== levels.values) {
    throw new Error(`${page.gaps} gaps, where levels say ${page.values - levels.values}`);
  }
}

function takeLength(levels: Levels): number {
  const { buffer, byteOffset, byteLength } = levels.bytes;
  const length = new DataView(buffer, byteOffset, byteLength).getUint32(levels.at, true);
  levels.at += 4;
  return length;
}
