import { parentPort } from 'node:worker_threads';
import { DataError } from '../dataError.ts';
import { type OpenServed, serve } from '../loading/serve.ts';

/**
 * Makes a worker thread one that loads for `batches({ workers })`: the worker's file calls this once.
 *
 * @param open gives the same dataset as the thread that trains has, and the random change
 * @throws DataError on a thread that is no worker.
 */
export function serveData(open: OpenServed): void {
  const port = parentPort;
  if (port === null) {
    throw new DataError('serveData: call it in a file that is run as a worker, not on its own.');
  }
  serve(
    {
      post: (answer, transfer) => port.postMessage(answer, transfer),
      listen: (onOrder) => port.on('message', onOrder),
    },
    open,
  );
}
