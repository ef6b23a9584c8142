import { BackendError } from '@xm/tensor-ops';

/** The parts of Node and of a page that say what threads there can be. */
interface Surroundings {
  readonly process?: { getBuiltinModule?(name: 'node:os'): { availableParallelism(): number } };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly SharedArrayBuffer?: unknown;
  readonly Worker?: unknown;
}

/** How many threads to use, and why it is one where it cannot be more. */
export function threadsFor(wanted: number | undefined): { threads: number; reason?: string } {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= most)) {
    throw new BackendError(
      `wasm: threads must be a whole number from 1 to ${most}, got ${wanted}. Leave it out for one a core.`,
    );
  }
  if (wanted === 1) return { threads: 1 };
  const here = globalThis as unknown as Surroundings;
  const os = here.process?.getBuiltinModule?.('node:os');
  if (os) return { threads: wanted ?? Math.min(os.availableParallelism(), most) };
  if (here.process && here.Worker === undefined) {
    return { threads: 1, reason: 'Node hands out its worker threads from 20.16 on' };
  }
  if (here.SharedArrayBuffer === undefined || here.crossOriginIsolated === false) {
    return { threads: 1, reason: 'the page is not cross-origin isolated' };
  }
  return { threads: wanted ?? Math.min(here.navigator?.hardwareConcurrency ?? 1, most) };
}

/** A claim counts parts in eight bits. */
const most = 64;
