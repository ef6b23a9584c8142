import type { BitReader } from './bitReader.ts';

/** A frame that no encoder writes. The caller says where. */
export class DamagedFrame extends Error {}

/** Weights of the samples before, the latest first, with which the fixed predictors of order 0 to 4 guess. */
const fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * The samples of one channel in one frame: all the same, as they are, or what a linear prediction from
 * those before leaves over.
 *
 * @param depth bits a sample   @param out float64 [block size], receives whole numbers
 * @throws DamagedFrame
 * @see RFC 9639, section 9.2
 */
export function readSubframe(bits: BitReader, depth: number, out: Float64Array): void {
  if (bits.unsigned(1) === 1) throw new DamagedFrame();
  const kind = bits.unsigned(6);
  const wasted = bits.unsigned(1) === 1 ? bits.zeros() + 1 : 0;
  const kept = depth - wasted;
  if (kept < 1) throw new DamagedFrame();
  if (kind === 0) out.fill(bits.signed(kept));
  else if (kind === 1) for (let i = 0; i < out.length; i++) out[i] = bits.signed(kept);
  else if (kind >= 8 && kind <= 12) {
    warmUp(bits, kind - 8, kept, out);
    readResidual(bits, kind - 8, out);
    predict(fixed[kind - 8], 0, out);
  } else if (kind >= 32) {
    const order = kind - 31;
    warmUp(bits, order, kept, out);
    const precision = bits.unsigned(4) + 1;
    const shift = bits.signed(5);
    if (precision === 16 || shift < 0) throw new DamagedFrame();
    const weights = Array.from({ length: order }, () => bits.signed(precision));
    readResidual(bits, order, out);
    predict(weights, shift, out);
  } else throw new DamagedFrame();
  if (wasted > 0) for (let i = 0; i < out.length; i++) out[i] *= 2 ** wasted;
}

function warmUp(bits: BitReader, order: number, depth: number, out: Float64Array): void {
  if (order > out.length) throw new DamagedFrame();
  for (let i = 0; i < order; i++) out[i] = bits.signed(depth);
}

/** What is left over, from sample `order` on, in parts that each have their own Rice code. */
function readResidual(bits: BitReader, order: number, out: Float64Array): void {
  const method = bits.unsigned(2);
  const parts = 2 ** bits.unsigned(4);
  const size = out.length / parts;
  if (method > 1 || !Number.isInteger(size) || size < order) throw new DamagedFrame();
  const width = method === 0 ? 4 : 5;
  for (let part = 0; part < parts; part++) {
    const parameter = bits.unsigned(width);
    const from = part === 0 ? order : part * size;
    const to = (part + 1) * size;
    if (parameter === 2 ** width - 1) {
      const plain = bits.unsigned(5);
      for (let i = from; i < to; i++) out[i] = plain === 0 ? 0 : bits.signed(plain);
      continue;
    }
    for (let i = from; i < to; i++) {
      const folded = bits.rice(parameter);
      out[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
  }
}

/** Adds to each sample what the weighted ones before it let expect: ⌊Σ w·x / 2^shift⌋. */
function predict(weights: readonly number[], shift: number, out: Float64Array): void {
  const scale = 2 ** -shift;
  for (let i = weights.length; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j] * out[i - 1 - j];
    out[i] += Math.floor(sum * scale);
  }
}
