/** Bytes one after the other, from a stream or a file. */
export interface ByteSource {
  /** How many bytes were read or skipped. */
  readonly position: number;
  /** The next `length` bytes, fewer only where the source ends. Good until the next call. */
  read(length: number): Promise<Uint8Array>;
  /** Passes over `length` bytes. False when the source ends before. */
  skip(length: number): Promise<boolean>;
}

/** The bytes of a stream. Holds one chunk of it, and what one `read` asks for. */
export function streamSource(stream: AsyncIterable<Uint8Array>): ByteSource {
  const chunks = stream[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let position = 0;

  /** Up to `length` bytes that lie together; none at the end. */
  async function next(length: number): Promise<Uint8Array> {
    while (chunk.length === 0) {
      const { done, value } = await chunks.next();
      if (done) return chunk;
      chunk = value;
    }
    const part = chunk.subarray(0, length);
    chunk = chunk.subarray(part.length);
    position += part.length;
    return part;
  }

  return {
    get position() {
      return position;
    },
    async read(length) {
      const first = await next(length);
      if (first.length === length || first.length === 0) return first;
      const parts = [first];
      let missing = length - first.length;
      while (missing > 0) {
        const part = await next(missing);
        if (part.length === 0) break;
        parts.push(part);
        missing -= part.length;
      }
      return joined(parts);
    },
    async skip(length) {
      let missing = length;
      while (missing > 0) {
        const part = await next(missing);
        if (part.length === 0) return false;
        missing -= part.length;
      }
      return true;
    },
  };
}

/** Bytes one after the other in one array. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
