import { type Random, random } from '@xm/data';

/**
 * Changes pixels as if a generator had painted them: a little blurred, noisy, too light or too dark, so
 * that a judge minds what is shown and not how cleanly. Of deviation 1 the noise takes up to a quarter.
 *
 * @param size side of the pictures
 */
export function roughener(size: number, seed: number) {
  const length = 3 * size * size;
  // Noise is costly: one strip of it serves all pictures, from a place drawn anew each time.
  const stream = random(seed);
  const strip = new Float32Array(8 * length);
  for (let i = 0; i < strip.length; i++) strip[i] = stream.normal();

  return (pixels: Float32Array, random: Random): Float32Array => {
    const blur = random.uniform(0, 0.25);
    const noise = random.uniform(0, 0.25);
    const gain = random.uniform(0.9, 1.1);
    const shift = random.uniform(-0.15, 0.15);
    const from = random.integer(strip.length - length + 1);
    const across = blurred(pixels, 3, 3 * size, blur);
    const rough = blurred(across, 3 * size, length, blur);
    for (let i = 0; i < length; i++) rough[i] = gain * rough[i] + shift + noise * strip[from + i];
    return rough;
  };
}

/**
 * Takes `part` from both neighbours, which are `stride` before and after. Nothing mixes across the ends of
 * lines of `line` numbers: outside is like the edge.
 */
function blurred(pixels: Float32Array, stride: number, line: number, part: number): Float32Array {
  const result = new Float32Array(pixels.length);
  for (let start = 0; start < pixels.length; start += line) {
    const end = start + line;
    for (let i = start; i < end; i++) {
      const before = pixels[i - stride < start ? i : i - stride];
      const after = pixels[i + stride < end ? i + stride : i];
      result[i] = pixels[i] + part * (before + after - 2 * pixels[i]);
    }
  }
  return result;
}
