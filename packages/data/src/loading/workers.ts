import { DataError } from '../dataError.ts';
import type { Loaded, Loader } from './loader.ts';
import type { Answer, Order } from './messages.ts';
import { unpack } from './pack.ts';

/** A worker of Node's `worker_threads` or of a browser: what is needed of either. */
export interface DataWorker {
  postMessage(value: unknown, transfer?: ArrayBuffer[]): void;
  terminate(): unknown;
  readonly on?: {
    (event: 'message', listener: (value: unknown) => void): unknown;
    (event: 'error', listener: (error: Error) => void): unknown;
    (event: 'exit', listener: (code: number) => void): unknown;
  };
  readonly addEventListener?: {
    (event: 'message', listener: (event: { data: unknown }) => void): unknown;
    (event: 'error', listener: (event: { message: string }) => void): unknown;
  };
}

export interface WorkerOptions {
  /** How many threads load. 1 unless told otherwise. */
  readonly count?: number;
  /**
   * Starts one whose file calls `serveData`:
   * `() => new Worker(new URL('./data.worker.js', import.meta.url))`.
   */
  readonly start: () => DataWorker;
  /** Handed to what the worker's file opens its data with. Must be cloneable. */
  readonly message?: unknown;
}

interface Job {
  readonly worker: number;
  done(loaded: readonly Loaded[]): void;
  fail(error: Error): void;
}

/**
 * Loads on worker threads. A job goes to the one with the fewest, so that a slow example holds up no
 * other thread. What comes out does not depend on how many there are.
 *
 * @param length of the dataset on this side: a worker with another is refused
 */
export function workerLoader(options: WorkerOptions, length: number): Loader {
  const { count = 1, start, message } = options;
  const workers: DataWorker[] = [];
  const jobs = new Map<number, Job>();
  let next = 0;
  let broken: Error | undefined;

  function close(error: Error): void {
    broken ??= error;
    for (const worker of workers) void worker.terminate();
    for (const job of jobs.values()) job.fail(broken);
    jobs.clear();
  }

  function hear(answer: Answer): void {
    if ('length' in answer) {
      if (answer.length === length) return;
      close(
        new DataError(
          `batches: a worker must open the same dataset, here are ${length} examples, there ${answer.length}.`,
        ),
      );
    } else if ('failed' in answer) {
      close(errorOf(answer));
    } else {
      jobs.get(answer.job)?.done(unpack(answer.loaded) as readonly Loaded[]);
      jobs.delete(answer.job);
    }
  }

  try {
    for (let i = 0; i < count; i++) {
      const worker = start();
      workers.push(worker);
      listen(worker, hear, close);
      worker.postMessage({ open: message } satisfies Order);
    }
  } catch (error) {
    close(error as Error);
    throw error;
  }

  return {
    load(seed, epoch, indices) {
      if (broken) return Promise.reject(broken);
      const busy = workers.map(() => 0);
      for (const { worker } of jobs.values()) busy[worker]++;
      const worker = busy.indexOf(Math.min(...busy));
      const job = next++;
      // A copy: `indices` is a view of a whole epoch's order, and all of that would be sent.
      const order: Order = { job, seed, epoch, indices: indices.slice() };
      return new Promise((done, fail) => {
        jobs.set(job, { worker, done, fail });
        workers[worker].postMessage(order);
      });
    },
    close: (reason) => close(reason ?? new Error('The loader is closed.')),
  };
}

function errorOf({ failed, name, stack }: { failed: string; name: string; stack?: string }): Error {
  if (name === 'DataError') return new DataError(failed);
  return Object.assign(new Error(failed), { name, ...(stack ? { stack } : {}) });
}

function listen(
  worker: DataWorker,
  hear: (answer: Answer) => void,
  close: (error: Error) => void,
): void {
  const said = (value: unknown): void => hear(value as Answer);
  if (worker.on !== undefined) {
    worker.on('message', said);
    worker.on('error', close);
    worker.on('exit', (code) => close(new Error(`batches: a worker ended (code ${code}).`)));
    return;
  }
  worker.addEventListener?.('message', ({ data }) => said(data));
  worker.addEventListener?.('error', ({ message }) =>
    close(new Error(`batches: a worker failed (${message}).`)),
  );
}
