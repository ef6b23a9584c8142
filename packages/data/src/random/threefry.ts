const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
const parity = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a block cipher as a random function of (key, counter). Integer
 * arithmetic alone, so the words are the same on every machine.
 *
 * @param out receives two unsigned 32-bit words
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". Golden values: Random123.
 */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
): void {
  const key2 = key0 ^ key1 ^ parity;
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let block = 0; block < 5; block++) {
    for (let i = 0; i < 4; i++) {
      const r = rotations[(block & 1) * 4 + i];
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    }
    const phase = block % 3;
    x0 = (x0 + (phase === 0 ? key1 : phase === 1 ? key2 : key0)) | 0;
    x1 = (x1 + (phase === 0 ? key2 : phase === 1 ? key0 : key1) + block + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
}
