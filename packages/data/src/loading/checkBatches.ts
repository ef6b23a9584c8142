import { DataError } from '../dataError.ts';
import type { BatchOptions } from './batches.ts';

/** @throws DataError when `batches` cannot make one of `length` examples with these options. */
export function checkBatches(length: number, options: BatchOptions): void {
  const { size, dropLast = true, cursor, prefetch, workers, transform } = options;
  checkCount('size', size, 1);
  if (prefetch !== undefined) checkCount('prefetch', prefetch, 0);
  if (workers?.count !== undefined) checkCount('workers.count', workers.count, 1);
  if (workers && transform) {
    throw new DataError(
      'batches: with workers the transform must be in their file: give it to serveData there, not here.',
    );
  }
  if (length === 0) {
    throw new DataError('batches: the dataset is empty. Check its source and any filter on it.');
  }
  if (dropLast && size > length) {
    throw new DataError(
      `batches: size must be at most the number of examples, got size ${size} and ${length} ` +
        'examples. Use a smaller size, or dropLast: false.',
    );
  }
  if (cursor === undefined) return;
  const { epoch, position } = cursor;
  if (!isCount(epoch) || !isCount(position) || position > length) {
    throw new DataError(
      `batches: the cursor must hold an epoch from 0 and a position in 0 to ${length}, ` +
        `got ${JSON.stringify(cursor)}. It may belong to another dataset.`,
    );
  }
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  const kind = least === 0 ? 'an integer from 0' : 'a positive integer';
  throw new DataError(`batches: ${name} must be ${kind}, got ${value}.`);
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
