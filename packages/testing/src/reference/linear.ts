import { at, broadcast, build, type Plain } from './plain.ts';

/** Σₖ a[…, i, k]·b[…, k, j], either transposed, leading axes broadcast. */
export function matMul(a: Plain, b: Plain, transposeA = false, transposeB = false): Plain {
  const left = transposeA ? swapLast(a) : a;
  const right = transposeB ? swapLast(b) : b;
  const inner = left.shape[left.shape.length - 1];
  const batch = broadcast(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const shape = [...batch, left.shape[left.shape.length - 2], right.shape[right.shape.length - 1]];
  return build(shape, (index) => {
    const [lead, [i, j]] = [index.slice(0, -2), index.slice(-2)];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += at(left, [...lead, i, k]) * at(right, [...lead, k, j]);
    return sum;
  });
}

const swapLast = (x: Plain): Plain => {
  const last = x.shape.length - 1;
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), last, last - 1]);
};

/** Axis i of the result is axis `axes[i]` of x. */
export const transpose = (x: Plain, axes: readonly number[]): Plain =>
  build(
    axes.map((axis) => x.shape[axis]),
    (index) => {
      const source: number[] = [];
      for (const [i, axis] of axes.entries()) source[axis] = index[i];
      return at(x, source);
    },
  );

/** Einstein summation, 'bqd,bkd->bqk': the product of all operands summed over the letters not kept. */
export function einsum(equation: string, ...operands: Plain[]): Plain {
  const [inputs, output] = equation.split('->');
  const terms = inputs.split(',');
  const sizes: Record<string, number> = {};
  terms.forEach((term, k) => {
    [...term].forEach((letter, axis) => {
      sizes[letter] = operands[k].shape[axis];
    });
  });
  const summed = [...new Set(terms.join(''))].filter((letter) => !output.includes(letter));
  const letters = [...output, ...summed];
  const full = build(
    letters.map((letter) => sizes[letter]),
    (index) =>
      terms.reduce((product, term, k) => {
        const place = [...term].map((letter) => index[letters.indexOf(letter)]);
        return product * at(operands[k], place);
      }, 1),
  );
  const count = summed.reduce((n, letter) => n * sizes[letter], 1);
  return build(
    [...output].map((letter) => sizes[letter]),
    (() => {
      let start = 0;
      return () => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += full.values[start++];
        return sum;
      };
    })(),
  );
}
