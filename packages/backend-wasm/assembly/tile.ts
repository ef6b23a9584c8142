/** Rows and columns of C that one tile computes: 12 accumulators, two vectors of B and one of A fill 15 registers. */
export const tileRows: i32 = 6;
export const tileColumns: i32 = 8;

/** a·b + c: rounded once where the build may use relaxed SIMD, twice where it may not. */
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/**
 * C[6,8] = A[6,depth]·B[depth,8] (+ C) (+ bias[8]).
 *
 * @param a packed: the 6 numbers of column p at a + 24·p bytes
 * @param b packed: the 8 numbers of row p at b + 32·p bytes
 * @param cStep bytes from a row of C to the next
 * @param bias address of 8 numbers added to every row, or 0
 * @param add whether to add to what C holds
 */
export function multiplyTile(
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  cStep: usize,
  bias: usize,
  add: bool,
): void {
  const c1 = c + cStep;
  const c2 = c1 + cStep;
  const c3 = c2 + cStep;
  const c4 = c3 + cStep;
  const c5 = c4 + cStep;
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s41 = f32x4.splat(0);
  let s50 = f32x4.splat(0);
  let s51 = f32x4.splat(0);
  for (const end = b + 32 * (depth as usize); b < end; a += 24, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = multiplyAdd(x, b0, s00);
    s01 = multiplyAdd(x, b1, s01);
    x = v128.load32_splat(a, 4);
    s10 = multiplyAdd(x, b0, s10);
    s11 = multiplyAdd(x, b1, s11);
    x = v128.load32_splat(a, 8);
    s20 = multiplyAdd(x, b0, s20);
    s21 = multiplyAdd(x, b1, s21);
    x = v128.load32_splat(a, 12);
    s30 = multiplyAdd(x, b0, s30);
    s31 = multiplyAdd(x, b1, s31);
    x = v128.load32_splat(a, 16);
    s40 = multiplyAdd(x, b0, s40);
    s41 = multiplyAdd(x, b1, s41);
    x = v128.load32_splat(a, 20);
    s50 = multiplyAdd(x, b0, s50);
    s51 = multiplyAdd(x, b1, s51);
  }
  // Last, so that the sums keep their small digits.
  if (bias) {
    const bias0 = v128.load(bias);
    const bias1 = v128.load(bias, 16);
    s00 = f32x4.add(s00, bias0);
    s01 = f32x4.add(s01, bias1);
    s10 = f32x4.add(s10, bias0);
    s11 = f32x4.add(s11, bias1);
    s20 = f32x4.add(s20, bias0);
    s21 = f32x4.add(s21, bias1);
    s30 = f32x4.add(s30, bias0);
    s31 = f32x4.add(s31, bias1);
    s40 = f32x4.add(s40, bias0);
    s41 = f32x4.add(s41, bias1);
    s50 = f32x4.add(s50, bias0);
    s51 = f32x4.add(s51, bias1);
  }
  if (add) {
    s00 = f32x4.add(s00, v128.load(c));
    s01 = f32x4.add(s01, v128.load(c, 16));
    s10 = f32x4.add(s10, v128.load(c1));
    s11 = f32x4.add(s11, v128.load(c1, 16));
    s20 = f32x4.add(s20, v128.load(c2));
    s21 = f32x4.add(s21, v128.load(c2, 16));
    s30 = f32x4.add(s30, v128.load(c3));
    s31 = f32x4.add(s31, v128.load(c3, 16));
    s40 = f32x4.add(s40, v128.load(c4));
    s41 = f32x4.add(s41, v128.load(c4, 16));
    s50 = f32x4.add(s50, v128.load(c5));
    s51 = f32x4.add(s51, v128.load(c5, 16));
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
  v128.store(c4, s40);
  v128.store(c4, s41, 16);
  v128.store(c5, s50);
  v128.store(c5, s51, 16);
}
