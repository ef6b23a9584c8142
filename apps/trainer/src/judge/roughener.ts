import { type Numbers, type Random, random } from '@xm/data';

/** Of a picture; a log-mel is one with bands across, frames down and a single channel. */
export interface RoughenedSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Changes pixels as if a generator had painted them: a little blurred, noisy, too light or too dark, so
 * that a judge minds what is shown and not how cleanly. Of deviation 1 the noise takes up to a quarter.
 * Several pictures at once, one after the other, are changed alike, as the frames of a video are; only the
 * noise is another.
 */
export function roughener({ width, height, channels }: RoughenedSize, seed: number) {
  const row = channels * width;
  const length = row * height;
  // Noise is costly: one strip of it serves all pictures, from a place drawn anew each time.
  const stream = random(seed);
  const strip = new Float32Array(8 * length);
  for (let i = 0; i < strip.length; i++) strip[i] = stream.normal();

  return (pixels: Float32Array, random: Random): Float32Array => {
    const blur = random.uniform(0, 0.25);
    const noise = random.uniform(0, 0.25);
    const gain = random.uniform(0.9, 1.1);
    const shift = random.uniform(-0.15, 0.15);
    const across = blurred(pixels, channels, row, blur);
    const rough = blurred(across, row, length, blur);
    for (let start = 0; start < rough.length; start += length) {
      const from = random.integer(strip.length - length + 1) - start;
      for (let i = start; i < start + length; i++) {
        rough[i] = gain * rough[i] + shift + noise * strip[from + i];
      }
    }
    return rough;
  };
}

/** Roughens numbers that hold so many examples, in place, each by a stream of its own. */
export function roughenRows(
  { values }: Numbers,
  rows: number,
  roughen: ReturnType<typeof roughener>,
  stream: (row: number) => Random,
): void {
  const each = values.length / rows;
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * each, (row + 1) * each);
    own.set(roughen(own, stream(row)));
  }
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
