import { type FileHandle, open, stat } from 'node:fs/promises';
import { DataError } from '../dataError.ts';

/** A file that is read in pieces, any number at once, and must stay as it was when it was opened. */
export interface StillFile {
  /** Bytes. */
  readonly size: number;
  /**
   * Fills `into` with the bytes from `start` on.
   *
   * @throws DataError when the file is gone or has changed, or does not reach so far.
   */
  read(start: number, into: Uint8Array): Promise<void>;
}

/**
 * Looks at a file that will be read in pieces. A handle is open while anything is being read, one for all
 * that is read at once, and none while nothing is: there is nothing to close.
 *
 * @param what it is, for the message: 'manifest'
 * @throws DataError when it cannot be opened or is no file of known size.
 */
export async function stillFile(path: string, what: string): Promise<StillFile> {
  const failed = (error: NodeJS.ErrnoException | DataError): never => {
    if (error instanceof DataError) throw error;
    throw new DataError(`${path}: the ${what} cannot be opened (${error.code}). Check the path.`);
  };
  const first = await stat(path, { bigint: true }).catch(failed);
  if (!first.isFile()) {
    throw new DataError(
      `${path}: the ${what} must be a file on a disk, this is a folder, a pipe or a device.`,
    );
  }
  let readers = 0;
  let shared: Promise<FileHandle> | undefined;

  async function unchanged(handle: FileHandle): Promise<boolean> {
    const now = await handle.stat({ bigint: true });
    return now.size === first.size && now.mtimeNs === first.mtimeNs && now.ino === first.ino;
  }

  async function fill(handle: FileHandle, start: number, into: Uint8Array): Promise<void> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await handle.read(into, done, into.length - done, start + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    // Asked after reading: what was written before or meanwhile shows.
    if ((await unchanged(handle)) && done === into.length) return;
    throw new DataError(`${path}: the ${what} must not change while it is used. Open it again.`);
  }

  return {
    size: Number(first.size),
    async read(start, into) {
      shared ??= open(path, 'r');
      const mine = shared;
      readers++;
      try {
        await mine.then((handle) => fill(handle, start, into)).catch(failed);
      } finally {
        readers--;
        if (readers === 0) {
          shared = undefined;
          await mine.then(
            (handle) => handle.close(),
            () => {},
          );
        }
      }
    },
  };
}
