const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
const parity = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a block cipher as a random function of (key, counter).
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
  at = 0,
): void {
  const keys = [key0, key1, (key0 ^ key1 ^ parity) | 0];
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  for (let block = 0; block < 5; block++) {
    for (let i = 0; i < 4; i++) {
      const r = rotations[(block % 2) * 4 + i];
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    }
    x0 = (x0 + keys[(block + 1) % 3]) | 0;
    x1 = (x1 + keys[(block + 2) % 3] + block + 1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
}
