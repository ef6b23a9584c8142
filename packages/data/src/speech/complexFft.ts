/** The Fourier transform of complex numbers, of one size. */
export interface ComplexFft {
  /** Real and imaginary parts of the latest result. */
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** Z[k] = Σ z[n]·e^(−2πi·k·n/size) into `re` and `im`; `z` is real and imaginary parts in turns. */
  transform(z: Float64Array): void;
}

/**
 * By fours as far as they go: numbers are gathered in the order of their reversed bits, then transforms
 * of 4, 16, 64 … (2, 8, 32 …) are put together from four of a quarter of their size.
 *
 * @param size a power of two from 2
 * @see Cooley and Tukey 1965
 */
export function complexFft(size: number): ComplexFft {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const order = bitsReversed(size);
  const byTwo = Math.log2(size) % 2 === 1;
  const stages: Stage[] = [];
  for (let span = byTwo ? 2 : 4; span < size; span *= 4) stages.push(makeStage(span));

  return {
    re,
    im,
    transform(z) {
      if (byTwo) gatherTwos(z, order, re, im);
      else gatherFours(z, order, re, im);
      for (const stage of stages) fours(re, im, stage);
    },
  };
}

/** Four transforms of `span` numbers become one of 4·span; `turns` has w^2k, w^k and w^3k for each k. */
interface Stage {
  readonly span: number;
  readonly turns: Float64Array;
}

function makeStage(span: number): Stage {
  const turns = new Float64Array(6 * span);
  for (let k = 0; k < span; k++) {
    // Reversed bits put the second and the third quarter in each other's place.
    for (const [i, multiple] of [2, 1, 3].entries()) {
      const angle = (-2 * Math.PI * multiple * k) / (4 * span);
      turns[6 * k + 2 * i] = Math.cos(angle);
      turns[6 * k + 2 * i + 1] = Math.sin(angle);
    }
  }
  return { span, turns };
}

/** The transforms of two numbers. */
function gatherTwos(z: Float64Array, order: Uint32Array, re: Float64Array, im: Float64Array): void {
  for (let i = 0; i < re.length; i += 2) {
    const p = 2 * order[i];
    const q = 2 * order[i + 1];
    re[i] = z[p] + z[q];
    im[i] = z[p + 1] + z[q + 1];
    re[i + 1] = z[p] - z[q];
    im[i + 1] = z[p + 1] - z[q + 1];
  }
}

/** The transforms of four numbers: what `fours` would do, without turning. */
function gatherFours(
  z: Float64Array,
  order: Uint32Array,
  re: Float64Array,
  im: Float64Array,
): void {
  for (let i = 0; i < re.length; i += 4) {
    const p = 2 * order[i];
    const q = 2 * order[i + 1];
    const r = 2 * order[i + 2];
    const s = 2 * order[i + 3];
    const sum = z[p] + z[q];
    const sumIm = z[p + 1] + z[q + 1];
    const difference = z[p] - z[q];
    const differenceIm = z[p + 1] - z[q + 1];
    const other = z[r] + z[s];
    const otherIm = z[r + 1] + z[s + 1];
    const turned = z[r] - z[s];
    const turnedIm = z[r + 1] - z[s + 1];
    re[i] = sum + other;
    im[i] = sumIm + otherIm;
    re[i + 1] = difference + turnedIm;
    im[i + 1] = differenceIm - turned;
    re[i + 2] = sum - other;
    im[i + 2] = sumIm - otherIm;
    re[i + 3] = difference - turnedIm;
    im[i + 3] = differenceIm + turned;
  }
}

function fours(re: Float64Array, im: Float64Array, { span, turns }: Stage): void {
  const size = re.length;
  for (let start = 0; start < size; start += 4 * span) {
    for (let k = 0, t = 0; k < span; k++, t += 6) {
      const p = start + k;
      const q = p + span;
      const r = q + span;
      const s = r + span;
      const x = re[q];
      const y = im[q];
      const b = x * turns[t] - y * turns[t + 1];
      const bIm = x * turns[t + 1] + y * turns[t];
      const u = re[r];
      const v = im[r];
      const c = u * turns[t + 2] - v * turns[t + 3];
      const cIm = u * turns[t + 3] + v * turns[t + 2];
      const g = re[s];
      const h = im[s];
      const d = g * turns[t + 4] - h * turns[t + 5];
      const dIm = g * turns[t + 5] + h * turns[t + 4];
      const a = re[p];
      const aIm = im[p];
      re[p] = a + b + (c + d);
      im[p] = aIm + bIm + (cIm + dIm);
      re[q] = a - b + (cIm - dIm);
      im[q] = aIm - bIm - (c - d);
      re[r] = a + b - (c + d);
      im[r] = aIm + bIm - (cIm + dIm);
      re[s] = a - b - (cIm - dIm);
      im[s] = aIm - bIm + (c - d);
    }
  }
}

/** Where each of `count` numbers goes when the bits of its index are read backwards. */
function bitsReversed(count: number): Uint32Array {
  const reversed = new Uint32Array(count);
  for (let i = 1; i < count; i++) {
    reversed[i] = (reversed[i >> 1] >> 1) | (i & 1 ? count >> 1 : 0);
  }
  return reversed;
}
