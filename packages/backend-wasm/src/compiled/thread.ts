/** What a thread of the team gets to begin with. */
export interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly board: number;
  readonly scratch: number;
}

export interface Thread {
  end(): void;
}

/** The part of a worker of Node's, or of the Web's, that is used here. */
interface Worker {
  postMessage(message: unknown): void;
  terminate(): unknown;
  unref?(): void;
  on?(event: string, listener: () => void): void;
  addEventListener?(event: string, listener: () => void): void;
}

/**
 * Says that it is there, then serves until it is ended. Text, since there is no file of it for bundlers
 * to find. It serves a turn later, so that the message leaves first.
 */
const program = `
  const serve = ({ module, memory, board, scratch }, say) => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    say('ready');
    setTimeout(() => exports.serve(board, scratch), 0);
  };
`;
const inNode = `${program}
  const { parentPort } = require('node:worker_threads');
  parentPort.once('message', (start) => serve(start, (word) => parentPort.postMessage(word)));
`;
const inBrowser = `${program} onmessage = ({ data }) => serve(data, postMessage);`;

/**
 * Starts a thread that takes parts of the team's jobs. It does not keep the process alive.
 *
 * @param leave called when it ends
 * @returns nothing when it cannot start
 */
export function startThread(
  start: Start,
  leave: (thread: Thread) => void,
): Promise<Thread | undefined> {
  return new Promise((resolve) => {
    const worker = newWorker();
    if (!worker) return resolve(undefined);
    const thread = { end: () => void worker.terminate() };
    const gone = (): void => {
      leave(thread);
      resolve(undefined);
    };
    const listen = (worker.on ?? worker.addEventListener)?.bind(worker);
    listen?.('error', gone);
    listen?.('exit', gone);
    listen?.('message', () => {
      worker.unref?.();
      resolve(thread);
    });
    worker.postMessage(start);
  });
}

function newWorker(): Worker | undefined {
  try {
    const node = builtIn('node:worker_threads');
    // Without the flags of the parent: a loader of its own would only slow the start.
    if (node) return new node.Worker(inNode, { eval: true, execArgv: [] });
    const url = URL.createObjectURL(new Blob([inBrowser], { type: 'text/javascript' }));
    return new (globalThis as unknown as { Worker: new (url: string) => Worker }).Worker(url);
  } catch {
    return undefined;
  }
}

/** Node's modules, as it hands them out without an import, which bundles for browsers could not follow. */
function builtIn(
  name: 'node:worker_threads',
): { Worker: new (source: string, options: object) => Worker } | undefined {
  const { process } = globalThis as unknown as {
    process?: { getBuiltinModule?(name: string): ReturnType<typeof builtIn> };
  };
  return process?.getBuiltinModule?.(name);
}
