import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../tar/byteSource.ts';

const [leastWindow, mostWindow] = [2 ** 12, 2 ** 18];
/** Reading on over less than this costs less than another read. */
const longLeap = 2 ** 16;

/**
 * The bytes of an open file, in which skipping costs nothing. While what is read lies close together, ever
 * larger pieces are read at once, up to 256 KiB; after a leap it begins small again. One `read` gives at most
 * 256 KiB.
 *
 * @param size bytes of the file
 */
export function fileSource(file: FileHandle, size: number): ByteSource {
  const buffer = new Uint8Array(mostWindow);
  let [start, end] = [0, 0];
  let window = leastWindow;
  let position = 0;

  async function fill(length: number): Promise<void> {
    const leaps = position > end + longLeap;
    window = leaps ? leastWindow : Math.min(2 * window, mostWindow);
    const { bytesRead } = await file.read(buffer, 0, Math.max(window, length), position);
    [start, end] = [position, position + bytesRead];
  }

  return {
    get position() {
      return position;
    },
    async read(length) {
      const wanted = Math.min(length, size - position);
      if (position < start || position + wanted > end) await fill(length);
      const from = position - start;
      const bytes = buffer.subarray(from, Math.min(from + length, end - start));
      position += bytes.length;
      return bytes;
    },
    async skip(length) {
      const inside = position + length <= size;
      position = inside ? position + length : size;
      return inside;
    },
  };
}
