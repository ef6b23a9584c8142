import type { BrowserKind } from '@xm/backend-browser';
import { type Remote, wrap } from 'comlink';
import type { Engine } from '../engine/engine.ts';

export interface Started {
  readonly engine: Remote<Engine> | Engine;
  /** Which backend runs, and why what would be better does not. */
  readonly detail: string;
  stop(): void;
}

/**
 * Starts the engine in a worker, or on the page itself where there are no workers: then the page stands
 * still while it computes, and says so.
 *
 * @throws Error when the backend cannot run here, or a model cannot be loaded.
 */
export async function startEngine(kind: BrowserKind | undefined): Promise<Started> {
  const worker = await startWorker();
  if (worker === undefined) {
    const { engine } = await import('../engine/engine.ts');
    const detail = await engine.start(kind);
    return { engine, detail: `${detail}; no worker: the page waits for it`, stop: () => {} };
  }
  const engine = wrap<Engine>(worker);
  try {
    return { engine, detail: await engine.start(kind), stop: () => worker.terminate() };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** A worker once it answers; undefined where there can be none. */
async function startWorker(): Promise<Worker | undefined> {
  if (typeof Worker === 'undefined') return undefined;
  try {
    return new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
  } catch {
    return undefined;
  }
}
