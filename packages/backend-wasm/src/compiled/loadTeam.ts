import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Build, compile } from './builds.ts';
import { type Compiled, type Exports, jobWords, kinds } from './compiled.ts';
import { heapMemory, jobWriter } from './heapMemory.ts';
import { startThread, type Thread } from './thread.ts';

/** Kernels that several threads run, until the team ends. */
export interface Team extends Compiled {
  /** Byte address of the board; see assembly/team.ts. */
  readonly board: number;
  end(): void;
}

/** The module with what a team of threads needs; see assembly/team.ts. */
interface TeamExports extends Exports {
  share(
    board: number,
    kind: number,
    parts: number,
    scratch: number,
    maySleep: boolean,
    deadline: number,
  ): number;
}

/** Where the board of assembly/team.ts holds the job. */
const jobOffset = 192;

/** Below this much work, waking the others takes longer than doing it. */
const littleWork = 300_000;

/**
 * Our kernels on the shared heap of `backend`, on a team of `threads`, this one among them.
 *
 * A thread that cannot start, or ends, is not waited for: the others take its parts.
 *
 * @param deadline milliseconds without a part finished after which a thread that took one counts as dead
 */
export async function loadTeam(
  backend: BackendWasm,
  build: Build,
  threads: number,
  deadline = 20_000,
): Promise<Team> {
  const { memory, reserve } = heapMemory(backend);
  const module = await compile(build, true);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as unknown as TeamExports;
  const board = reserve(jobOffset + 4 * jobWords);
  const scratch = reserve(exports.scratchBytes());
  const write = jobWriter(memory, board + jobOffset);
  const maySleep = canSleep();

  const others: Thread[] = [];
  const leave = (thread: Thread): void => {
    const at = others.indexOf(thread);
    if (at >= 0) others.splice(at, 1);
  };
  const end = (): void => {
    for (const thread of others.splice(0)) thread.end();
  };
  const started = await Promise.all(
    Array.from({ length: threads - 1 }, () =>
      startThread({ module, memory, board, scratch: reserve(exports.scratchBytes()) }, leave),
    ),
  );
  others.push(...started.filter((thread) => thread !== undefined));

  return {
    get threads() {
      return 1 + others.length;
    },
    run: (kind, job, work) => {
      write(job);
      const parts = work < littleWork ? 1 : 1 + others.length;
      if (parts > 1 && exports.share(board, kinds[kind], parts, scratch, maySleep, deadline))
        return;
      if (parts > 1) {
        // A thread was ended from outside while it worked. What it wrote is written again.
        console.warn('wasm: a thread of the team no longer answers; going on with one thread.');
        end();
      }
      exports.run(kinds[kind], board + jobOffset, 0, 1, scratch);
    },
    board,
    end,
  };
}

/** A page's main thread must not wait: it looks again and again instead. */
function canSleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
