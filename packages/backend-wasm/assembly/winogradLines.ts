/**
 * The one-dimensional transforms of Winograd's convolution F(4, 3): four results of a filter of three
 * taps by six products in place of twelve, y = Aᵀ[(G·g) ⊙ (Bᵀ·d)], from the values of polynomials at the
 * points 0, 1, −1, ½, −2 and infinity. With these points it rounds twice as well as with 0, ±1, ±2.
 *
 * Each function reads vectors of four channels, `step` bytes apart, and writes vectors.
 *
 * @see Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", for the method;
 *   Barabasz et al. 2020, "Error Analysis and Improving the Accuracy of Winograd Convolution", for points.
 */

function times(x: v128, factor: f32): v128 {
  return f32x4.mul(x, f32x4.splat(factor));
}

/** Six of Bᵀ·d, from six numbers d. */
export function ofPicture(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const even = f32x4.sub(d4, d2);
  const odd = f32x4.sub(d3, d1);
  const v0 = f32x4.add(f32x4.add(d0, times(odd, 1.5)), f32x4.sub(even, d2));
  const v1 = f32x4.add(f32x4.add(even, odd), times(f32x4.add(d3, d2), 1.5));
  const v2 = f32x4.add(f32x4.sub(even, odd), times(f32x4.sub(d3, d2), 1.5));
  const v3 = f32x4.add(even, f32x4.add(odd, odd));
  const v4 = f32x4.sub(even, times(odd, 0.5));
  const v5 = f32x4.add(f32x4.sub(d5, d3), f32x4.sub(times(even, 1.5), odd));
  storeSix(v0, v1, v2, v3, v4, v5, to, toStep);
}

/** Six of A·y, from the gradients y of four results. */
export function ofGradient(from: usize, step: usize, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  const y2 = v128.load(from + 2 * step);
  const y3 = v128.load(from + 3 * step);
  const even = f32x4.add(y0, y2);
  const odd = f32x4.add(y1, y3);
  const half = f32x4.add(times(y1, 0.5), times(y3, 0.125));
  const two = f32x4.add(times(y1, 2), times(y3, 8));
  storeSix(
    y0,
    f32x4.add(even, odd),
    f32x4.sub(even, odd),
    f32x4.add(f32x4.add(y0, times(y2, 0.25)), half),
    f32x4.sub(f32x4.add(y0, times(y2, 4)), two),
    y3,
    to,
    toStep,
  );
}

/** Four results Aᵀ·m, from six products m. */
export function toResult(from: usize, step: usize, to: usize, toStep: usize): void {
  const m0 = v128.load(from);
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + 2 * step);
  const m3 = v128.load(from + 3 * step);
  const m4 = v128.load(from + 4 * step);
  const m5 = v128.load(from + 5 * step);
  const sum = f32x4.add(m1, m2);
  const difference = f32x4.sub(m1, m2);
  v128.store(to, f32x4.add(f32x4.add(m0, sum), f32x4.add(m3, m4)));
  const y1 = f32x4.sub(times(m3, 0.5), f32x4.add(m4, m4));
  v128.store(to + toStep, f32x4.add(difference, y1));
  const y2 = f32x4.add(times(m3, 0.25), times(m4, 4));
  v128.store(to + 2 * toStep, f32x4.add(sum, y2));
  const y3 = f32x4.sub(times(m3, 0.125), times(m4, 8));
  v128.store(to + 3 * toStep, f32x4.add(f32x4.add(difference, m5), y3));
}

/** Six of G·g, from three taps g. */
export function ofFilter(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + 2 * step);
  const outer = f32x4.add(g0, g2);
  storeSix(
    g0,
    times(f32x4.add(outer, g1), 1 / 3),
    times(f32x4.sub(g1, outer), 1 / 3),
    times(f32x4.add(f32x4.add(times(g0, 4), times(g1, 2)), g2), -4 / 15),
    times(f32x4.add(f32x4.sub(g0, times(g1, 2)), times(g2, 4)), 1 / 15),
    g2,
    to,
    toStep,
  );
}

/** The gradients Gᵀ·u of three taps, from the gradients u of six. */
export function toFilter(from: usize, step: usize, to: usize, toStep: usize): void {
  const u0 = v128.load(from);
  const u1 = v128.load(from + step);
  const u2 = v128.load(from + 2 * step);
  const u3 = times(v128.load(from + 3 * step), 4 / 15);
  const u4 = times(v128.load(from + 4 * step), 1 / 15);
  const u5 = v128.load(from + 5 * step);
  const sum = times(f32x4.add(u1, u2), 1 / 3);
  const difference = times(f32x4.sub(u1, u2), 1 / 3);
  v128.store(to, f32x4.add(f32x4.add(u0, difference), f32x4.sub(u4, times(u3, 4))));
  const g1 = f32x4.add(u3, u4);
  v128.store(to + toStep, f32x4.sub(sum, f32x4.add(g1, g1)));
  const g2 = f32x4.sub(times(u4, 4), u3);
  v128.store(to + 2 * toStep, f32x4.add(f32x4.add(u5, difference), g2));
}

function storeSix(
  v0: v128,
  v1: v128,
  v2: v128,
  v3: v128,
  v4: v128,
  v5: v128,
  to: usize,
  step: usize,
): void {
  v128.store(to, v0);
  v128.store(to + step, v1);
  v128.store(to + 2 * step, v2);
  v128.store(to + 3 * step, v3);
  v128.store(to + 4 * step, v4);
  v128.store(to + 5 * step, v5);
}
