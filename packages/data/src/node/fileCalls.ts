import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';

/** Questions to the system, which reject as it answers. */
export interface FileCalls {
  /** Where a path leads, links followed. */
  realpath(path: string): Promise<string>;
  /**
   * Some bytes of a file, fewer where it ends before; undefined for what is no file: of a pipe nobody knows
   * when it answers.
   *
   * @param start from the file's end when it is negative
   */
  part(path: string, start: number, length: number): Promise<Uint8Array | undefined>;
}

/** Bytes from `at` on, `length` at most, of a file of that size. */
const within = (size: number, start: number, length: number): { at: number; into: Uint8Array } => {
  const at = start < 0 ? Math.max(0, size + start) : start;
  return { at, into: new Uint8Array(Math.max(0, Math.min(length, size - at))) };
};

/** Leave the thread free meanwhile. */
export const asynchronous: FileCalls = {
  realpath: (path) => realpath(path),
  async part(path, start, length) {
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    const { at, into } = within(found.size, start, length);
    const file = await open(path);
    try {
      const { bytesRead } = await file.read(into, 0, into.length, at);
      return into.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
};

/** Wait. A small file is read in a tenth of the time that six ways to the system's threads and back take. */
export const waiting: FileCalls = {
  realpath: async (path) => realpathSync.native(path),
  async part(path, start, length) {
    const found = statSync(path);
    if (!found.isFile()) return undefined;
    const { at, into } = within(found.size, start, length);
    const file = openSync(path, 'r');
    try {
      return into.subarray(0, readSync(file, into, 0, into.length, at));
    } finally {
      closeSync(file);
    }
  },
};

/** A worker has nothing else to do but to wait; the main thread has a step to compute. */
export const fileCalls: FileCalls = isMainThread ? asynchronous : waiting;
