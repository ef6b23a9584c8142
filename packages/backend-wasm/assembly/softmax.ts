import { address, beginOf, word } from './job';
import { sumLanes } from './lanes';
import { exp4, log } from './math';

enum Word {
  /** x, or dy of a gradient */
  x,
  /** The result, or y of a gradient */
  y,
  /** dx of a gradient */
  dx,
  rows,
  columns,
}

/** The largest of `bytes`/4 numbers. */
function largest(x: usize, bytes: usize): f32 {
  let most = -Infinity as f32;
  let at: usize = 0;
  if (bytes >= 16) {
    let lanes = v128.load(x);
    for (at = 16; at + 16 <= bytes; at += 16) lanes = f32x4.max(lanes, v128.load(x + at));
    most = max(
      max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
      max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
    );
  }
  for (; at < bytes; at += 4) most = max(most, load<f32>(x + at));
  return most;
}

/** y = exp(x − shift), which may be in place; returns the sum. */
function exponentials(x: usize, y: usize, bytes: usize, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const e = exp4(f32x4.sub(v128.load(x + at), shifts));
    sums = f32x4.add(sums, e);
    v128.store(y + at, e);
  }
  let sum = sumLanes(sums);
  for (; at < bytes; at += 4) {
    const e = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(x + at) - shift)), 0);
    sum += e;
    store<f32>(y + at, e);
  }
  return sum;
}

/** softmax of a row, which may be in place. */
export function softmaxRow(x: usize, y: usize, bytes: usize): void {
  const factor: f32 = 1 / exponentials(x, y, bytes, largest(x, bytes));
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(y + at, f32x4.mul(v128.load(y + at), f32x4.splat(factor)));
  }
  for (; at < bytes; at += 4) store<f32>(y + at, load<f32>(y + at) * factor);
}

/** y = softmax(x) over rows. Parts are rows, here and below. */
export function softmax(job: usize, part: i32, parts: i32): void {
  const bytes: usize = 4 * address(job, Word.columns);
  const from = bytes * <usize>beginOf(word(job, Word.rows), 1, part, parts);
  const to = bytes * <usize>beginOf(word(job, Word.rows), 1, part + 1, parts);
  for (let at = from; at < to; at += bytes) {
    softmaxRow(address(job, Word.x) + at, address(job, Word.y) + at, bytes);
  }
}

/** y = x − log Σ exp x over rows. */
export function logSoftmax(job: usize, part: i32, parts: i32): void {
  const bytes: usize = 4 * address(job, Word.columns);
  const from = bytes * <usize>beginOf(word(job, Word.rows), 1, part, parts);
  const to = bytes * <usize>beginOf(word(job, Word.rows), 1, part + 1, parts);
  for (let row = from; row < to; row += bytes) {
    const x = address(job, Word.x) + row;
    const y = address(job, Word.y) + row;
    const most = largest(x, bytes);
    const below = <f32>log(<f64>exponentials(x, y, bytes, most));
    // In this order, so that what is near the largest keeps its digits.
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const shifted = f32x4.sub(v128.load(x + at), f32x4.splat(most));
      v128.store(y + at, f32x4.sub(shifted, f32x4.splat(below)));
    }
    for (; at < bytes; at += 4) store<f32>(y + at, load<f32>(x + at) - most - below);
  }
}

/** dx = dy − exp(y)·Σ dy over rows. */
export function logSoftmaxGradient(job: usize, part: i32, parts: i32): void {
  const bytes: usize = 4 * address(job, Word.columns);
  const from = bytes * <usize>beginOf(word(job, Word.rows), 1, part, parts);
  const to = bytes * <usize>beginOf(word(job, Word.rows), 1, part + 1, parts);
  for (let row = from; row < to; row += bytes) {
    const dy = address(job, Word.x) + row;
    const y = address(job, Word.y) + row;
    const dx = address(job, Word.dx) + row;
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) sums = f32x4.add(sums, v128.load(dy + at));
    let sum = sumLanes(sums);
    for (; at < bytes; at += 4) sum += load<f32>(dy + at);
    for (at = 0; at + 16 <= bytes; at += 16) {
      const drawn = f32x4.mul(exp4(v128.load(y + at)), f32x4.splat(sum));
      v128.store(dx + at, f32x4.sub(v128.load(dy + at), drawn));
    }
    for (; at < bytes; at += 4) {
      const e = f32x4.extract_lane(exp4(v128.load32_splat(y + at)), 0);
      store<f32>(dx + at, load<f32>(dy + at) - e * sum);
    }
  }
}
