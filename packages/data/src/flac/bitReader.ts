/** Bits of a byte array, the highest of each byte first. Beyond the end there are zeros; see `position`. */
export class BitReader {
  /** Bits read so far, from `start` on. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #start: number;

  /** @param start the byte to begin with */
  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#start = start;
  }

  /** A number without sign of 0 to 33 bits. */
  unsigned(count: number): number {
    if (count > 24) return this.unsigned(count - 24) * 2 ** 24 + this.unsigned(24);
    if (count === 0) return 0;
    const value = this.#ahead() >>> (32 - count);
    this.position += count;
    return value;
  }

  /** A number in two's complement of 1 to 33 bits. */
  signed(count: number): number {
    const value = this.unsigned(count);
    return value < 2 ** (count - 1) ? value : value - 2 ** count;
  }

  /** How many zeros come before the next one; the one is read too. */
  zeros(): number {
    let count = 0;
    while (this.#start + this.position / 8 < this.#bytes.length) {
      // Of the 32 bits ahead, 25 at least are the file's own.
      const here = Math.min(25, Math.clz32(this.#ahead()));
      count += here;
      this.position += here;
      if (here < 25) break;
    }
    this.position++;
    return count;
  }

  /** A number in Rice's code: its upper bits as so many zeros before a one, its lower `count` bits as they are. */
  rice(count: number): number {
    const word = this.#ahead();
    const high = Math.clz32(word);
    // Mostly all of it lies in the word.
    if (count === 0 || high + 1 + count > 25)
      return this.zeros() * 2 ** count + this.unsigned(count);
    this.position += high + 1 + count;
    return (high << count) + ((word << (high + 1)) >>> (32 - count));
  }

  /** The next 25 to 32 bits in the upper end of a word, zeros after them. */
  #ahead(): number {
    const at = this.#start + (this.position >>> 3);
    const bytes = this.#bytes;
    const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    return word << (this.position & 7);
  }
}
