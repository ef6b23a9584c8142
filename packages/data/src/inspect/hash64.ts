const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

/**
 * 64 bits that tell contents apart: the first half of MurmurHash3 x86 128. Among a million different
 * contents two agree by accident once in 37 million times. No secret: contents can be made to agree.
 *
 * @param seed an integer; its low 32 bits count
 * @see Appleby, MurmurHash3.cpp, in the public domain. Golden values: mmh3.
 */
export function hash64(bytes: Uint8Array, seed = 0): bigint {
  const blocks = Math.floor(bytes.length / 16);
  const words = wordsOf(bytes, blocks);
  let [h1, h2, h3, h4] = [seed | 0, seed | 0, seed | 0, seed | 0];
  for (let i = 0; i < 4 * blocks; i += 4) {
    h1 = Math.imul(rotate(h1 ^ scramble(words[i], c1, 15, c2), 19) + h2, 5) + 0x561ccd1b;
    h2 = Math.imul(rotate(h2 ^ scramble(words[i + 1], c2, 16, c3), 17) + h3, 5) + 0x0bcaa747;
    h3 = Math.imul(rotate(h3 ^ scramble(words[i + 2], c3, 17, c4), 15) + h4, 5) + 0x96cd1c35;
    h4 = Math.imul(rotate(h4 ^ scramble(words[i + 3], c4, 18, c1), 13) + h1, 5) + 0x32ac3b17;
  }
  const rest = new Uint8Array(16);
  rest.set(bytes.subarray(16 * blocks));
  const last = wordsOf(rest, 1);
  h1 ^= scramble(last[0], c1, 15, c2) ^ bytes.length;
  h2 ^= scramble(last[1], c2, 16, c3) ^ bytes.length;
  h3 ^= scramble(last[2], c3, 17, c4) ^ bytes.length;
  h4 ^= scramble(last[3], c4, 18, c1) ^ bytes.length;
  h1 += h2 + h3 + h4;
  [h1, h2, h3, h4] = [h1, h2 + h1, h3 + h1, h4 + h1].map(avalanche);
  h1 += h2 + h3 + h4;
  return (BigInt((h2 + h1) >>> 0) << 32n) | BigInt(h1 >>> 0);
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

const scramble = (x: number, a: number, by: number, b: number): number =>
  Math.imul(rotate(Math.imul(x, a), by), b);

/** Spreads every bit over all 32. */
function avalanche(x: number): number {
  const once = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

/** The bytes of whole blocks as 32-bit words, copied only when they do not lie on a word's border. */
function wordsOf(bytes: Uint8Array, blocks: number): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice(0, 16 * blocks);
  return new Int32Array(aligned.buffer, aligned.byteOffset, 4 * blocks);
}
