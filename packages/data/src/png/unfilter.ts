import { DataError } from '../dataError.ts';

const { abs } = Math;

/**
 * Undoes the filter of one row in place.
 *
 * @param filter 0 none, 1 left, 2 above, 3 their mean, 4 Paeth
 * @param row   @param above the row before, already unfiltered, or zeros
 * @param step bytes from one pixel to the next, at least 1
 * @see PNG specification, third edition, section 9.
 */
export function unfilter(
  source: string,
  filter: number,
  row: Uint8Array,
  above: Uint8Array,
  step: number,
): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = step; i < row.length; i++) row[i] += row[i - step];
      return;
    case 2:
      for (let i = 0; i < row.length; i++) row[i] += above[i];
      return;
    case 3:
      for (let i = 0; i < row.length; i++) {
        row[i] += ((i < step ? 0 : row[i - step]) + above[i]) >> 1;
      }
      return;
    case 4:
      for (let i = 0; i < step; i++) row[i] += above[i];
      for (let i = step; i < row.length; i++) {
        row[i] += paeth(row[i - step], above[i], above[i - step]);
      }
      return;
    default:
      throw new DataError(
        `${source}: a row's filter must be 0 to 4, got ${filter}. It is damaged.`,
      );
  }
}

/** Whichever of left, up and corner is nearest to left + up − corner. */
export function paeth(left: number, up: number, corner: number): number {
  const toLeft = abs(up - corner);
  const toUp = abs(left - corner);
  const toCorner = abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
