import type { Order } from './messages.ts';
import { type OpenServed, serve } from './serve.ts';

/**
 * Makes a browser's worker one that loads for `batches({ workers })`: the worker's file calls this once.
 * In Node take `serveData` from '@xm/data/node'.
 *
 * @param open gives the same dataset as the thread that trains has, and the random change
 */
export function serveData(open: OpenServed): void {
  const scope = globalThis as unknown as {
    postMessage(value: unknown, transfer: ArrayBuffer[]): void;
    addEventListener(type: 'message', listener: (event: { data: Order }) => void): void;
  };
  serve(
    {
      post: (answer, transfer) => scope.postMessage(answer, transfer),
      listen: (onOrder) => scope.addEventListener('message', ({ data }) => onOrder(data)),
    },
    open,
  );
}
