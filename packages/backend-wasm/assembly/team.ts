import { run } from './index';

/**
 * A team of threads, each with its own instance of this module on the same memory, does a job in parts.
 *
 * `board` is what they share, in lines of the cache: the claim, how many parts are done, the kind, and
 * the job from `job` on. The claim is one word, so that a part is taken in one exchange: the number of
 * the job (16 bits), its parts (8), and the next part to take (8).
 */
const done: usize = 64;
const kind: usize = 128;
const job: usize = 192;

/** Looks at the claim before a thread sleeps: most jobs follow each other at once. */
const patience: i32 = 100_000;

/** What a thread of the team does from its start: parts of every job, until it is ended. */
export function serve(board: usize, scratch: usize): void {
  while (true) {
    const seen = work(board, scratch);
    let looks = 0;
    while (atomic.load<i32>(board) === seen && looks < patience) looks++;
    if (looks === patience) atomic.wait<i32>(board, seen, -1);
  }
}

/**
 * Does the job on the board with the team, this thread among it.
 *
 * @param maySleep false where a thread must not wait, as a page's main thread
 * @param deadline milliseconds without a part finished after which a thread counts as dead
 * @returns whether all parts are done; false when one was taken and not finished in time
 */
export function share(
  board: usize,
  jobKind: i32,
  parts: i32,
  scratch: usize,
  maySleep: bool,
  deadline: i32,
): bool {
  store<i32>(board + kind, jobKind);
  atomic.store<i32>(board + done, 0);
  const next = ((atomic.load<i32>(board) >>> 16) + 1) & 0xffff;
  atomic.store<i32>(board, (next << 16) | (parts << 8));
  atomic.notify(board, parts - 1);
  work(board, scratch);
  let looks = 0;
  while (true) {
    const finished = atomic.load<i32>(board + done);
    if (finished === parts) return true;
    if (!maySleep || looks++ < patience) continue;
    if (
      atomic.wait<i32>(board + done, finished, <i64>deadline * 1_000_000) ===
      AtomicWaitResult.TIMED_OUT
    ) {
      return atomic.load<i32>(board + done) === parts;
    }
  }
}

/** Takes parts until none is left. Returns the claim that said so. */
function work(board: usize, scratch: usize): i32 {
  while (true) {
    const claim = atomic.load<i32>(board);
    const parts = (claim >>> 8) & 0xff;
    const part = claim & 0xff;
    if (part >= parts) return claim;
    if (atomic.cmpxchg<i32>(board, claim, claim + 1) !== claim) continue;
    run(load<i32>(board + kind), board + job, part, parts, scratch);
    atomic.add<i32>(board + done, 1);
    atomic.notify(board + done, 1);
  }
}
