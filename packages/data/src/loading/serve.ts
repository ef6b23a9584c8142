import type { Dataset } from '../dataset.ts';
import { type Loader, localLoader, type Transform } from './loader.ts';
import type { Answer, Order } from './messages.ts';
import { pack } from './pack.ts';

/** What a worker reads from, and how it changes what it read. */
export interface Served {
  readonly source: Dataset;
  readonly transform?: Transform;
}

/** Opens what a worker serves. `message` is what `batches` was given for it. */
export type OpenServed = (message: unknown) => Served | Promise<Served>;

/** One end of a channel between threads. */
export interface Port {
  post(answer: Answer, transfer: ArrayBuffer[]): void;
  listen(onOrder: (order: Order) => void): void;
}

/** Answers the orders of `batches` on a worker's end of the channel. */
export function serve(port: Port, open: OpenServed): void {
  let opened: Promise<Loader> | undefined;

  async function start(message: unknown): Promise<Loader> {
    const { source, transform } = await open(message);
    port.post({ length: source.length }, []);
    return localLoader(source, transform);
  }

  async function answer(order: Order): Promise<void> {
    if ('open' in order) {
      opened = start(order.open);
      await opened;
      return;
    }
    const loader = await opened;
    const loaded = pack(await loader?.load(order.seed, order.epoch, order.indices));
    port.post({ job: order.job, loaded }, [loaded.buffer]);
  }

  port.listen((order) => {
    answer(order).catch((error: unknown) => {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      port.post({ failed: message, name, ...(stack ? { stack } : {}) }, []);
    });
  });
}
