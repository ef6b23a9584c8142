/** Error function by its Taylor series; twelve digits for |x| ≤ 3. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const gelu = (x: number): number => (x * (1 + erf(x / Math.SQRT2))) / 2;
export const geluTanh = (x: number): number =>
  (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2;
export const elu = (x: number): number => (x > 0 ? x : Math.expm1(x));

/** Self-normalising constants of Klambauer et al. 2017. */
const [scale, alpha] = [1.0507009873554805, 1.6732632423543772];
export const selu = (x: number): number => scale * (x > 0 ? x : alpha * Math.expm1(x));

/** Rounds halves to even, as TensorFlow does. */
export function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}
