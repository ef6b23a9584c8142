import { DataError } from './dataError.ts';
import type { Dataset } from './dataset.ts';
import type { Example } from './example.ts';
import { type Random, random } from './random/random.ts';

/** Where the next batch starts: small JSON, to be saved beside a checkpoint. */
export interface Cursor {
  /** How many times the whole dataset has been passed. */
  readonly epoch: number;
  /** How many examples of this epoch have been given. */
  readonly position: number;
}

export interface Batch {
  readonly ids: readonly string[];
  readonly examples: readonly Example[];
  /** Hand it to `batches` to go on with the batch after this one. */
  readonly cursor: Cursor;
}

/** Batches without end, or for `epochs`. Each `for await` starts at the cursor anew. */
export interface BatchStream extends AsyncIterable<Batch> {
  readonly batchesPerEpoch: number;
}

export interface BatchOptions {
  /** Examples in a batch. */
  readonly size: number;
  /** Order and random changes depend on the seed and the epoch alone. */
  readonly seed: number;
  /** A random change, such as augmentation. Its numbers depend on (seed, epoch, index) alone. */
  readonly transform?: (example: Example, random: Random) => Example | Promise<Example>;
  /** The epoch to stop before, counted from 0 (not from the cursor). Without it there is no end. */
  readonly epochs?: number;
  /** Leave out an epoch's last batch when it is not full. True unless told otherwise. */
  readonly dropLast?: boolean;
  /** Where to go on: the cursor of the last batch that was used. */
  readonly cursor?: Cursor;
  /** Stops the stream: the loop over it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Shuffled batches, epoch after epoch; in one epoch no example comes twice. One batch is loaded
 * ahead. A run that stops and goes on from a cursor sees exactly what an undisturbed run sees.
 *
 * @throws DataError when no batch can be made, or the cursor does not fit the dataset.
 */
export function batches(source: Dataset, options: BatchOptions): BatchStream {
  const { size, dropLast = true, epochs = Number.POSITIVE_INFINITY } = options;
  const { length } = source;
  check(length, options);
  const batchesPerEpoch = dropLast ? Math.floor(length / size) : Math.ceil(length / size);
  const usable = dropLast ? batchesPerEpoch * size : length;

  async function load(order: Uint32Array, { epoch, position }: Cursor): Promise<Batch> {
    options.signal?.throwIfAborted();
    const end = Math.min(position + size, usable);
    const examples = await Promise.all(
      Array.from(order.subarray(position, end), async (index) => {
        const example = await source.get(index);
        if (options.transform === undefined) return example;
        return options.transform(example, random(options.seed, streams.change, epoch, index));
      }),
    );
    options.signal?.throwIfAborted();
    return {
      ids: examples.map((example) => example.id),
      examples,
      cursor: startOfBatch(epoch, end),
    };
  }

  /** A place where a whole batch (or a permitted rest) can be read: the next epoch's at the end. */
  const startOfBatch = (epoch: number, position: number): Cursor =>
    position + (dropLast ? size : 1) > usable
      ? { epoch: epoch + 1, position: 0 }
      : { epoch, position };

  async function* stream(): AsyncGenerator<Batch, void, undefined> {
    const from = options.cursor ?? { epoch: 0, position: 0 };
    let next = startOfBatch(from.epoch, from.position);
    let order = orderOf(next.epoch);
    let loading = next.epoch < epochs ? load(order, next) : undefined;
    while (loading !== undefined) {
      const batch: Batch = await loading;
      if (batch.cursor.epoch !== next.epoch) order = orderOf(batch.cursor.epoch);
      next = batch.cursor;
      loading = next.epoch < epochs ? load(order, next) : undefined;
      // When the reader leaves before asking for this batch, its failure concerns nobody.
      loading?.catch(() => {});
      yield batch;
      options.signal?.throwIfAborted();
    }
  }

  const orderOf = (epoch: number): Uint32Array =>
    random(options.seed, streams.order, epoch).permutation(length);

  return { batchesPerEpoch, [Symbol.asyncIterator]: stream };
}

/** Keeps the shuffling of an epoch apart from the changes of its examples. */
const streams = { order: 0, change: 1 };

function check(length: number, { size, dropLast = true, cursor }: BatchOptions): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new DataError(`batches: size must be a positive integer, got ${size}.`);
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

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
