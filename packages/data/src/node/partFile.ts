import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/** A file that is written beside its place and appears there at once and whole. */
export interface PartFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Forces it to the disk and puts it in its place. */
  finish(): Promise<void>;
  /** Leaves nothing. */
  discard(): Promise<void>;
}

/** @throws DataError when it cannot be written: no right to, a full disk. */
export async function partFile(path: string): Promise<PartFile> {
  const part = `${path}.part`;
  const file = await orDataError(part, open(part, 'w'));
  return {
    write: (bytes) => orDataError(part, writeAll(file, bytes)),
    async finish() {
      await orDataError(part, file.sync());
      await file.close();
      await orDataError(part, rename(part, path));
    },
    async discard() {
      await file.close();
      await rm(part, { force: true });
    },
  };
}

/** The operating system's trouble with a file, said as all trouble with data is. */
export const orDataError = <Value>(path: string, doing: Promise<Value>): Promise<Value> =>
  doing.catch((error: NodeJS.ErrnoException) => {
    if (error.errno === undefined) throw error;
    const [what, remedy] =
      error.code === 'ENOSPC'
        ? ['the disk is full', 'Make room on it']
        : [`it cannot be written (${error.code})`, 'Check the path and the rights to it'];
    throw new DataError(`${path}: ${what}. ${remedy}.`, { cause: error });
  });

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at);
    at += bytesWritten;
  }
}
