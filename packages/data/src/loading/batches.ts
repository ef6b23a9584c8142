import { DataError } from '../dataError.ts';
import type { Dataset } from '../dataset.ts';
import type { Example } from '../example.ts';
import { random } from '../random/random.ts';
import { checkBatches } from './checkBatches.ts';
import { type Loaded, localLoader, streams, type Transform } from './loader.ts';
import { type WorkerOptions, workerLoader } from './workers.ts';

/** Where the next batch starts: small JSON, to be saved beside a checkpoint. */
export interface Cursor {
  /** How many times the whole dataset has been passed. */
  readonly epoch: number;
  /** How many examples of this epoch have been given, or were bad. */
  readonly position: number;
}

export interface Batch {
  readonly ids: readonly string[];
  readonly examples: readonly Example[];
  /** Hand it to `batches` to go on with the batch after this one. */
  readonly cursor: Cursor;
}

/** An example that cannot be had, and why. */
export interface BadExample {
  readonly index: number;
  readonly reason: string;
}

/** Batches without end, or for `epochs`. Each `for await` starts at the cursor anew. */
export interface BatchStream extends AsyncIterable<Batch> {
  /** When no example is bad. */
  readonly batchesPerEpoch: number;
  /** What was left out so far with `onBad: 'skip'`, each example once. */
  readonly bad: readonly BadExample[];
}

export interface BatchOptions {
  /** Examples in a batch. */
  readonly size: number;
  /** Order and random changes depend on the seed and the epoch alone. */
  readonly seed: number;
  /**
   * A random change, such as augmentation. Its numbers depend on (seed, epoch, index) alone. With
   * `workers` it belongs into their file.
   */
  readonly transform?: Transform;
  /** The epoch to stop before, counted from 0 (not from the cursor). Without it there is no end. */
  readonly epochs?: number;
  /** Leave out an epoch's last batch when it is not full. True unless told otherwise. */
  readonly dropLast?: boolean;
  /** Where to go on: the cursor of the last batch that was used. */
  readonly cursor?: Cursor;
  /** Stops the stream and its workers: the loop over it throws the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * What to do with an example that is a DataError: stop ('throw', unless told otherwise), or list it in
   * `bad` and fill its place with the one after it ('skip').
   */
  readonly onBad?: 'throw' | 'skip';
  /** How many batches are loaded ahead: 1 unless told otherwise, 2 with workers. */
  readonly prefetch?: number;
  /** Threads that read and change the examples. They live as long as one loop over the stream. */
  readonly workers?: WorkerOptions;
}

/** Examples that are loaded together: places of one epoch's order, and whether they are its last. */
interface Chunk {
  readonly epoch: number;
  readonly position: number;
  readonly isLast: boolean;
  readonly loaded: Promise<readonly Loaded[]>;
}

/**
 * Shuffled batches, epoch after epoch; in one epoch no example comes twice. A run that stops and goes on
 * from a cursor sees exactly what an undisturbed run sees, whatever `workers` and `prefetch` are.
 *
 * @throws DataError when no batch can be made, or the cursor does not fit the dataset.
 */
export function batches(source: Dataset, options: BatchOptions): BatchStream {
  const { size, seed, signal, workers, dropLast = true, onBad = 'throw' } = options;
  const { epochs = Number.POSITIVE_INFINITY, prefetch = workers ? 2 : 1 } = options;
  const { length } = source;
  checkBatches(length, options);
  const batchesPerEpoch = dropLast ? Math.floor(length / size) : Math.ceil(length / size);
  // A bad example takes one more from the rest that would be dropped.
  const usable = dropLast && onBad === 'throw' ? batchesPerEpoch * size : length;
  const chunkSize = Math.ceil(size / (workers?.count ?? 1));
  const ahead = Math.ceil(((1 + prefetch) * size) / chunkSize);
  const bad = new Map<number, BadExample>();

  /** A place where a whole batch (or a permitted rest) may begin: the next epoch's at the end. */
  const startOfBatch = (epoch: number, position: number): Cursor =>
    position + (dropLast ? size : 1) > usable
      ? { epoch: epoch + 1, position: 0 }
      : { epoch, position };

  function* plan(from: Cursor, load: (epoch: number, indices: Uint32Array) => Chunk['loaded']) {
    for (let { epoch, position } = from; epoch < epochs; epoch++, position = 0) {
      const order = random(seed, streams.order, epoch).permutation(length);
      for (; position < usable; position += chunkSize) {
        const end = Math.min(position + chunkSize, usable);
        const loaded = load(epoch, order.subarray(position, end));
        // When the reader leaves before asking for it, its failure concerns nobody.
        loaded.catch(() => {});
        yield { epoch, position, isLast: end === usable, loaded };
      }
    }
  }

  async function* stream(): AsyncGenerator<Batch, void, undefined> {
    signal?.throwIfAborted();
    const from = options.cursor ?? { epoch: 0, position: 0 };
    const first = startOfBatch(from.epoch, from.position);
    const loader = workers ? workerLoader(workers, length) : localLoader(source, options.transform);
    const stop = (): void => loader.close(signal?.reason);
    signal?.addEventListener('abort', stop);
    try {
      const chunks = plan(first, (epoch, indices) => loader.load(seed, epoch, indices));
      const window: Chunk[] = [];
      const fill = (): void => {
        while (window.length < ahead) {
          const { value, done } = chunks.next();
          if (done) return;
          window.push(value);
        }
      };
      let examples: Example[] = [];
      let isFruitful = false;
      for (fill(); window.length > 0; fill()) {
        const { epoch, position, isLast, loaded } = window[0];
        const outcomes = await loaded;
        signal?.throwIfAborted();
        window.shift();
        for (const [i, outcome] of outcomes.entries()) {
          if ('reason' in outcome) note(outcome);
          else examples.push(outcome.example);
          const isRest = isLast && i === outcomes.length - 1 && !dropLast && examples.length > 0;
          if (examples.length < size && !isRest) continue;
          yield batchOf(examples, startOfBatch(epoch, position + i + 1));
          signal?.throwIfAborted();
          examples = [];
          isFruitful = true;
        }
        if (!isLast) continue;
        const isWhole = epoch > first.epoch || first.position === 0;
        if (isWhole && !isFruitful) refuse();
        isFruitful = false;
        examples = [];
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      loader.close();
    }
  }

  function note(outcome: BadExample): void {
    if (onBad === 'throw') throw new DataError(outcome.reason);
    bad.set(outcome.index, outcome);
  }

  function refuse(): never {
    const [{ reason }] = bad.values();
    throw new DataError(
      `batches: an epoch must give a batch of ${size}, but ${bad.size} of ${length} examples are bad. The first: ${reason}`,
    );
  }

  return {
    batchesPerEpoch,
    get bad() {
      return [...bad.values()];
    },
    [Symbol.asyncIterator]: stream,
  };
}

const batchOf = (examples: readonly Example[], cursor: Cursor): Batch => ({
  ids: examples.map((example) => example.id),
  examples,
  cursor,
});
